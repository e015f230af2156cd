/**
 * Which session a process belongs to, by the best proof at hand. What each is worth was seen in clients from 2.0.30 to
 * 2.1.332: see docs/format.md, "Who am I".
 */
import * as fs from 'node:fs';
import { parentOf } from '../disk/processes.ts';
import type { ProcessTable } from '../disk/processStart.ts';
import { registeredProcesses, type RegisteredProcess } from './liveRegistry.ts';

/** Variables that are read of a process's environment. Others hold secrets. */
export const callerVariables = [
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_CODE_CHILD_SESSION',
  'CLAUDE_PID',
  'SESSION_CONTEXT',
] as const;

/**
 * What proves it, strongest first. `call`: an environment that the client sets for each hook and each Bash command.
 * `registry`: the live registry's entry of the client that the process runs under. `process`: an environment that was set
 * when some process started; after /clear or /branch it names the session before.
 */
export type CallerProof = 'call' | 'registry' | 'process';

export interface CallerSession {
  /** As it stands in the environment or the registry: not yet known to be a session ID. */
  readonly text: string;
  readonly from: 'CLAUDE_CODE_SESSION_ID' | 'SESSION_CONTEXT' | 'registry';
  readonly proof: CallerProof;
  /** The registry file that says so. */
  readonly file?: string;
  /** Another session that the environment names and the registry contradicts. */
  readonly contradicts?: string;
}

export interface Caller {
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Deepest chain of parents that is followed. */
const maxParents = 64;

/** The session that the caller belongs to; `undefined` where nothing names one. */
export function callerSession(
  { pid, env }: Caller,
  roots: readonly string[],
  processes: ProcessTable,
): CallerSession | undefined {
  const named = namedIn(env);
  // Hooks and Bash commands have both, set for each call. A stdio MCP server has the ID of its start alone, for as long as it lives.
  if (named?.from === 'CLAUDE_CODE_SESSION_ID' && env.CLAUDE_CODE_CHILD_SESSION) return { ...named, proof: 'call' };
  const live = liveClientOf(pid, env, roots, processes);
  if (live === undefined) return named && { ...named, proof: 'process' };
  const contradicts = named !== undefined && named.text.toLowerCase() !== live.sessionId ? named.text : undefined;
  const registered = { text: live.sessionId, from: 'registry', proof: 'registry', file: realFile(live) } as const;
  return contradicts === undefined ? registered : { ...registered, contradicts };
}

function namedIn(env: Caller['env']): Pick<CallerSession, 'text' | 'from'> | undefined {
  if (env.CLAUDE_CODE_SESSION_ID) return { text: env.CLAUDE_CODE_SESSION_ID, from: 'CLAUDE_CODE_SESSION_ID' };
  const context = /(?:^|[\s,;])session_id=([^\s,;]+)/.exec(env.SESSION_CONTEXT ?? '')?.[1];
  return context === undefined ? undefined : { text: context, from: 'SESSION_CONTEXT' };
}

/** The registry's entry of `CLAUDE_PID`, else of the nearest of the process and its parents that has one. */
function liveClientOf(
  pid: number,
  env: Caller['env'],
  roots: readonly string[],
  processes: ProcessTable,
): RegisteredProcess | undefined {
  const live = new Map(roots.flatMap((root) => registeredProcesses(root, processes)).map((one) => [one.pid, one]));
  if (live.size === 0) return undefined;
  const client = /^[1-9]\d{0,9}$/.test(env.CLAUDE_PID ?? '') ? live.get(Number(env.CLAUDE_PID)) : undefined;
  if (client !== undefined) return client;
  let at: number | undefined = pid;
  for (let i = 0; i < maxParents && at !== undefined && at > 0; i++) {
    const found = live.get(at);
    if (found !== undefined) return found;
    at = parentOf(at);
  }
  return undefined;
}

function realFile({ file }: RegisteredProcess): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
