/** What a command is given: its options, the data roots, the session it is about, and the index when it needs one. */
import * as os from 'node:os';
import * as path from 'node:path';
import { parseSessionId, parseSessionIdPrefix } from '../core/ids.ts';
import type { SessionId } from '../core/model.ts';
import { systemProcesses } from '../core/registry.ts';
import { dataRoots, sessionIdsByName } from '../core/roots.ts';
import type { ScratchHost } from '../core/scratch/findScratch.ts';
import { readTaskOutputs } from '../core/scratch/claudeTmp.ts';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../core/indexCache.ts';
import { SessionIndex, type IndexHost } from '../core/sessionIndex.ts';
import { isCliError, type CliError } from './answers.ts';

export interface ContextInput {
  /** Options by name, as parseArgs gives them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Words without a dash. */
  readonly positionals: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** For lines beside the answer. */
  readonly warn: (sentence: string) => void;
}

/** Where a session ID came from. */
export interface NamedSession {
  readonly text: string;
  readonly from: 'argument' | 'CLAUDE_CODE_SESSION_ID' | 'SESSION_CONTEXT';
}

export class CliContext {
  readonly input: ContextInput;
  readonly roots: readonly string[];
  #index: SessionIndex | undefined;

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

  /** All sessions of the data roots, as they are now: the cache says what is known, the disk what is new. */
  get index(): SessionIndex {
    if (this.#index === undefined) {
      const host = { roots: this.roots, processes: systemProcesses };
      this.#index = new SessionIndex(host);
      const file = this.#cacheFile(host);
      const stored = file && readIndexCache(file, host);
      if (stored) this.#index.restore(stored);
      const { changed, removed } = this.#index.refresh();
      if (file && (!stored || changed.size > 0 || removed.size > 0 || this.#index.bytesRead > 0)) {
        writeIndexCache(file, this.#index);
      }
    }
    return this.#index;
  }

  #cacheFile(host: IndexHost): string | undefined {
    if (this.flag('no-cache')) return undefined;
    const { XDG_CACHE_HOME } = this.input.env;
    const base = XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(os.homedir(), '.cache');
    return indexCacheFile(path.resolve(this.text('cache-dir') ?? path.join(base, 'session-scope')), host);
  }

  scratchHost(): ScratchHost {
    const tmpDirs = [...new Set([this.input.env.CLAUDE_CODE_TMPDIR, '/tmp', os.tmpdir()])].filter(
      (one) => one !== undefined,
    );
    const host = { tmpDirs, uid: process.getuid?.() };
    return { ...host, taskOutputs: readTaskOutputs(host) };
  }

  /** The session that the arguments or the environment name; the environment is asked in the order of the contract. */
  namedSession(): NamedSession | undefined {
    const argument = this.text('session-id') ?? this.input.positionals[0];
    if (argument !== undefined) return { text: argument, from: 'argument' };
    return sessionOfEnvironment(this.input.env);
  }

  /** The ID of that session. A whole ID need not be known to any data root; the start of one must be. */
  sessionId(): SessionId | CliError {
    const named = this.namedSession();
    if (named === undefined) {
      return {
        error: 'no_session',
        message: 'No session was named: give --session-id, or set CLAUDE_CODE_SESSION_ID.',
      };
    }
    const whole = parseSessionId(named.text);
    if (whole !== undefined) return whole;
    const prefix = parseSessionIdPrefix(named.text);
    if (prefix === undefined) {
      return { error: 'invalid_session_id', message: 'A session ID is a UUID, or at least its first 8 characters.' };
    }
    const candidates = sessionIdsByName(this.roots).filter((id) => id.startsWith(prefix));
    const [only, ...others] = candidates;
    if (only === undefined) return notFound(prefix);
    if (others.length === 0) return only;
    return {
      error: 'ambiguous_session_id',
      message: `${candidates.length} session IDs begin with ${prefix}.`,
      candidates,
    };
  }

  /** The ID of a session that the index knows. */
  knownSessionId(): SessionId | CliError {
    const id = this.sessionId();
    if (isCliError(id) || this.index.rows.has(id)) return id;
    return notFound(id);
  }
}

export function notFound(id: string): CliError {
  return { error: 'session_not_found', message: `No data root has a session ${id}.` };
}

/** The session that a process environment names. */
export function sessionOfEnvironment(env: NodeJS.ProcessEnv): NamedSession | undefined {
  if (env.CLAUDE_CODE_SESSION_ID) return { text: env.CLAUDE_CODE_SESSION_ID, from: 'CLAUDE_CODE_SESSION_ID' };
  const context = /(?:^|[\s,;])session_id=([^\s,;]+)/.exec(env.SESSION_CONTEXT ?? '')?.[1];
  return context === undefined ? undefined : { text: context, from: 'SESSION_CONTEXT' };
}
