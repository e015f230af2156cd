/** What one call says: its options, the data roots, the session it is about. Opens no log. */
import * as os from 'node:os';
import { isMissing } from '../core/disk/errors.ts';
import { parseSessionId, parseSessionIdPrefix } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import { callerSession, type CallerProof, type CallerSession, type HookInput } from '../core/roots/callerSession.ts';
import { processTable } from '../core/disk/processStart.ts';
import { liveRegistry, type LiveRegistry } from '../core/roots/liveRegistry.ts';
import { dataRoots, sessionIdsByName } from '../core/roots/roots.ts';
import { unreadPaths } from '../presentation/unreadPaths.ts';
import type { CliError } from './answers.ts';
import type { ParsedArgs } from './args.ts';

export interface ContextInput extends ParsedArgs {
  readonly env: NodeJS.ProcessEnv;
  /** What a hook was given, with `--hook`. */
  readonly hook?: HookInput;
  /** For lines beside the answer. */
  readonly warn: (sentence: string) => void;
}

/** What proves the session of the caller, in words. */
export const proofWords: Readonly<Record<CallerProof, string>> = {
  hook: 'the input of the hook',
  call: 'the environment of this call',
  registry: 'the live registry',
  process: 'an environment that was set when a process started',
};

let mayRunPrograms = true;

/** Of the whole call: on some systems a program is asked, for all processes at once. */
export const processes = processTable(() => mayRunPrograms);

/** What `ask` gives while no program is waited for: on those systems no session is known to be live then. */
export function withoutPrograms<T>(ask: () => T): T {
  mayRunPrograms = false;
  try {
    return ask();
  } finally {
    mayRunPrograms = true;
  }
}

/** A session ID, and where it came from. */
export type NamedSession = { readonly text: string; readonly from: 'argument' } | CallerSession;

export class CallContext {
  readonly input: ContextInput;
  readonly roots: readonly string[];

  constructor(input: ContextInput) {
    this.input = input;
    this.roots = dataRoots(this.texts('claude-dir'), input.env, os.homedir());
  }

  /** Values of an option that takes text. */
  texts(name: string): string[] {
    const value = this.input.values[name];
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  }

  text(name: string): string | undefined {
    return this.texts(name)[0];
  }

  flag(name: string): boolean {
    return this.input.values[name] === true;
  }

  /** `--cwd`, else the working directory. */
  get cwds(): string[] {
    const named = this.texts('cwd');
    return named.length > 0 ? named : [process.cwd()];
  }

  /** The session that the arguments name, else the one that this process belongs to. */
  namedSession(): NamedSession | undefined {
    const argument = this.text('session-id') ?? this.input.positionals[0];
    if (argument !== undefined) return { text: argument, from: 'argument' };
    const caller = callerSession(
      { pid: process.pid, env: this.input.env, hook: this.input.hook },
      this.roots,
      processes,
    );
    if (caller?.contradicts !== undefined) {
      this.input.warn(`${caller.contradicts} is named too, but ${proofWords[caller.proof]} says ${caller.text}.`);
    }
    return caller;
  }

  /** The ID of that session. A whole ID need not be known to any data root; the start of one must be. */
  sessionId(): SessionId | CliError {
    const named = this.namedSession();
    if (named === undefined) {
      return {
        error: 'no_session',
        message: 'No session was named: give --session-id, in a hook --hook, or set CLAUDE_CODE_SESSION_ID.',
      };
    }
    const whole = parseSessionId(named.text);
    if (whole !== undefined) return whole;
    const prefix = parseSessionIdPrefix(named.text);
    if (prefix === undefined) {
      return { error: 'invalid_session_id', message: 'A session ID is a UUID, or at least its first 8 characters.' };
    }
    // A live session that has written nothing yet has its ID in the registry alone.
    const { ids, unread } = sessionIdsByName(this.roots);
    const logged = new Set(ids.filter((id) => id.startsWith(prefix)));
    const registry = this.registry((id) => id.startsWith(prefix) && !logged.has(id));
    const candidates = [...logged, ...registry.live.keys()].sort();
    const [only, ...others] = candidates;
    if (only === undefined) return notFound(prefix, [...unread, ...registry.unread]);
    if (others.length === 0) return only;
    return {
      error: 'ambiguous_session_id',
      message: `${candidates.length} session IDs begin with ${prefix}.`,
      candidates,
    };
  }

  /** What the live registry says now of the sessions that are `wanted`. */
  registry(wanted: (id: SessionId) => boolean): LiveRegistry {
    return liveRegistry(this.roots, processes, wanted);
  }

  /** After the answer was printed: keeps what is to be kept. */
  close(): void {}
}

/** The error to answer with when an exception says that there is no working directory; `undefined` for any other. */
export function workingDirectoryProblem(error: unknown): CliError | undefined {
  if (!(error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd')) return undefined;
  if (isMissing(error)) return { error: 'not_found', message: 'The working directory is not there any more.' };
  return { error: 'unreadable', message: 'The working directory cannot be found out.' };
}

/**
 * Where nothing is known of a session. `unread`: folders and logs that may hold something of it, and were not looked
 * at.
 */
export function notFound(id: string, unread: readonly string[]): CliError {
  if (unread.length > 0) return cannotTell(`Whether there is a session ${id}`, unread);
  return { error: 'session_not_found', message: `No data root has a session ${id}.` };
}

/** Where a session has no log: of plans, nothing else speaks. */
export function noLog(id: SessionId, unread: readonly string[]): CliError {
  if (unread.length > 0) return cannotTell(`Whether there is a log of session ${id}`, unread);
  return { error: 'session_not_found', message: `No data root has a log of session ${id}.` };
}

/** The answer to what only places could tell that cannot be read now. */
export function cannotTell(what: string, unread: readonly string[], count = unread.length): CliError {
  const [path] = unread;
  const message = `${what} cannot be told: ${path} cannot be read.`;
  return { error: 'unreadable', message, path, paths: unreadPaths(unread).unread, unreadCount: count };
}
