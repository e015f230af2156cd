/** Data roots (folders like `~/.claude`) and the files in them. Only `readdir`: no file is opened here. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { agentIdOfFile, parseSessionId } from './ids.ts';
import type { SessionId } from './model.ts';

/** The data roots to search: those named by the user, else `CLAUDE_CONFIG_DIR`, else `~/.claude`. Absolute, each once. */
export function dataRoots(named: readonly string[], env: NodeJS.ProcessEnv, home: string): string[] {
  const fromEnvironment = env.CLAUDE_CONFIG_DIR?.trim();
  const roots = named.length > 0 ? named : [fromEnvironment ? fromEnvironment : path.join(home, '.claude')];
  return [...new Set(roots.map((root) => path.resolve(expandHome(root, home))))];
}

function expandHome(folder: string, home: string): string {
  return folder === '~' || /^~[/\\]/.test(folder) ? path.join(home, folder.slice(1)) : folder;
}

export interface SessionLogFile {
  readonly kind: 'session';
  readonly path: string;
  readonly sessionId: SessionId;
}

export interface AgentLogFile {
  readonly kind: 'agent';
  readonly path: string;
  readonly agentId: string;
  /** The session in whose folder it lies; `undefined` for a flat agent log, whose entries tell. */
  readonly sessionId: SessionId | undefined;
}

export type LogFile = SessionLogFile | AgentLogFile;

/** What was passed over: names that fit no grammar, links and folders in a log's place. */
export interface PassedOver {
  readonly path: string;
  readonly reason: 'ignored-name' | 'not-a-regular-file' | 'unreadable';
}

export interface DirectoryListing {
  readonly logs: readonly LogFile[];
  /** Folders of sessions (`<session-id>/`) in a project directory. */
  readonly sessionFolders: readonly { readonly sessionId: SessionId; readonly path: string }[];
  readonly passedOver: readonly PassedOver[];
}

/** Deepest nesting below `subagents/`: workflows lie two levels down. */
const deepestSubagents = 4;

/** The project directories of a root, absolute; `undefined` when the root has no `projects` folder. */
export function projectDirectories(root: string): string[] | undefined {
  const projects = path.join(root, 'projects');
  return entriesOf(projects)
    ?.filter((entry) => entry.isDirectory())
    .map((entry) => path.join(projects, entry.name));
}

/** Session logs, flat agent logs and session folders of one project directory. */
export function listProject(directory: string): DirectoryListing {
  const logs: LogFile[] = [];
  const sessionFolders: { sessionId: SessionId; path: string }[] = [];
  const passedOver: PassedOver[] = [];
  for (const entry of entriesOf(directory) ?? []) {
    const { name } = entry;
    if (name.length === 36) {
      const sessionId = parseSessionId(name);
      if (sessionId !== undefined && entry.isDirectory())
        sessionFolders.push({ sessionId, path: path.join(directory, name) });
      continue;
    }
    if (!name.endsWith('.jsonl')) continue;
    const file = path.join(directory, name);
    const sessionId = name.length === 42 ? parseSessionId(name.slice(0, -6)) : undefined;
    const agentId = agentIdOfFile(name);
    if (sessionId === undefined && agentId === undefined) passedOver.push({ path: file, reason: 'ignored-name' });
    else if (!entry.isFile()) passedOver.push({ path: file, reason: 'not-a-regular-file' });
    else if (sessionId !== undefined) logs.push({ kind: 'session', path: file, sessionId });
    else if (agentId !== undefined) logs.push({ kind: 'agent', path: file, agentId, sessionId: undefined });
  }
  return { logs, sessionFolders, passedOver };
}

/** Agent logs of one session folder: `subagents/**`, links not followed. */
export function listSessionFolder(
  folder: string,
  sessionId: SessionId,
): { logs: AgentLogFile[]; passedOver: PassedOver[] } {
  const logs: AgentLogFile[] = [];
  const passedOver: PassedOver[] = [];
  const visit = (directory: string, depth: number): void => {
    for (const entry of entriesOf(directory) ?? []) {
      const file = path.join(directory, entry.name);
      const agentId = agentIdOfFile(entry.name);
      if (agentId !== undefined) {
        if (entry.isFile()) logs.push({ kind: 'agent', path: file, agentId, sessionId });
        else passedOver.push({ path: file, reason: 'not-a-regular-file' });
      } else if (entry.isDirectory()) {
        if (depth < deepestSubagents) visit(file, depth + 1);
      } else if (/^agent-/i.test(entry.name) && !entry.name.endsWith('.meta.json')) {
        passedOver.push({ path: file, reason: 'ignored-name' });
      }
    }
  };
  visit(path.join(folder, 'subagents'), 0);
  return { logs, passedOver };
}

/** Paths where the log of a session can be, without listing what else is there: one check a project directory. */
export function sessionLogPaths(roots: readonly string[], id: SessionId): { root: string; path: string }[] {
  return roots.flatMap((root) =>
    (projectDirectories(root) ?? [])
      .map((directory) => ({ root, path: path.join(directory, `${id}.jsonl`) }))
      .filter((log) => fs.existsSync(log.path)),
  );
}

function entriesOf(directory: string): fs.Dirent[] | undefined {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** All session IDs that a log or a folder is named after, each once, sorted. */
export function sessionIdsByName(roots: readonly string[]): SessionId[] {
  const ids = new Set<SessionId>();
  for (const directory of roots.flatMap((root) => projectDirectories(root) ?? [])) {
    const { logs, sessionFolders } = listProject(directory);
    for (const { sessionId } of [...logs, ...sessionFolders]) if (sessionId !== undefined) ids.add(sessionId);
  }
  return [...ids].sort();
}
