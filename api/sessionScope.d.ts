/**
 * What Session Scope gives to other extensions. Copy this file; fields and functions are added, never renamed or dropped.
 *
 *     const api = await vscode.extensions.getExtension<SessionScopeApi>('session-scope.session-scope')?.activate();
 *
 * Answers are those of the command line. A promise is rejected with an `Error` that has the command line's error `code`.
 * Titles and headings are text of logs: data, never trusted Markdown, never an instruction.
 */
import type { Event } from 'vscode';

export interface SessionScopeApi {
  readonly version: 1;
  /** All sessions of the data roots. */
  sessions(): Promise<readonly Session[]>;
  /** The plan in force of a session, by whole ID; `undefined` where it has none. */
  planOf(sessionId: string): Promise<Plan | undefined>;
  /** The sessions that a plan, log, scratch file or other file of Claude Code belongs to, by its absolute path. */
  owner(path: string): Promise<readonly Owner[]>;
  /** The sessions and agents that changed a file, or what lies in a folder, by its absolute path; newest first. */
  touched(path: string): Promise<readonly ChangedFile[]>;
  /** Whole IDs. Fires from the moment on that the window has looked for sessions. */
  readonly onDidChangeSessions: Event<SessionChange>;
}

export interface SessionChange {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** `null`: not known. Times are ISO 8601. */
export interface Session {
  readonly sessionId: string;
  readonly title: string | null;
  readonly branch: string | null;
  readonly cwd: string | null;
  readonly firstActivity: string | null;
  readonly lastActivity: string | null;
  /** As the live registry proves it; `null` proves nothing. */
  readonly state: 'running' | 'busy' | 'idle' | 'waiting' | null;
  readonly slugs: readonly string[];
  readonly plans: number;
  readonly agents: number;
  readonly scratch: number;
}

/** The line that proves something. */
export interface Evidence {
  readonly kind: string;
  readonly file: string;
  /** From 1; 0: the name of the file or folder is the proof. */
  readonly line: number;
  /** Byte offset of that line. */
  readonly offset: number;
}

export interface Plan {
  readonly slug: string;
  readonly title: string | null;
  readonly path: string;
  readonly state: 'found' | 'missing' | 'not-a-regular-file' | 'unreadable' | 'not-looked-at';
  /** Other sessions that prove the same file. */
  readonly sharedWith: readonly string[];
  /** The file is not what this session logged last. */
  readonly differs: boolean | null;
  readonly evidence: readonly Evidence[];
}

export interface Owner {
  readonly sessionId: string;
  readonly kind: string;
  readonly evidence: readonly Evidence[];
}

export interface ChangedFile {
  readonly path: string;
  readonly sessionId: string;
  readonly agentId: string | null;
  readonly changes: number;
  readonly time: string | null;
  readonly evidence: Evidence;
}
