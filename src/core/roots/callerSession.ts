/**
 * Which session a process belongs to, by the best proof at hand. What each is worth was seen in clients from 2.0.30 to
 * 2.1.332: see docs/format.md, "Who am I".
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parentOf } from '../disk/processes.ts';
import type { ProcessTable } from '../disk/processStart.ts';
import { lineOf } from '../disk/processTree.ts';
import type { SessionId } from '../model.ts';
import { isAgentId, parseSessionId } from '../text/ids.ts';
import { nullish, object, safeParse, string, unknown } from '../text/schema.ts';
import { registrationOf, type RegisteredProcess, type Registration } from './liveRegistry.ts';

/** Variables that are read of a process's environment. Others hold secrets. */
export const callerVariables = [
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_CODE_CHILD_SESSION',
  'CLAUDE_PID',
  'SESSION_CONTEXT',
] as const;

/**
 * What proves it, strongest first. `hook`: the input that the client gave to a hook. `call`: an environment that the
 * client sets for each hook and each Bash command. `registry`: the live registry's entry of the client that the process
 * runs under. `process`: an environment that was set when some process started; after /clear or /branch it names the
 * session before.
 */
export type CallerProof = 'hook' | 'call' | 'registry' | 'process';

export interface CallerSession {
  /** As it stands in the hook's input, the environment or the registry: not yet known to be a session ID. */
  readonly text: string;
  readonly from: 'hook' | 'CLAUDE_CODE_SESSION_ID' | 'SESSION_CONTEXT' | 'registry';
  readonly proof: CallerProof;
  /** The registry file that says so. */
  readonly file?: string;
  /** Another session that a weaker proof names. */
  readonly contradicts?: string;
  /** The agent that the hook runs for, and its type. Nothing but a hook's input names it. */
  readonly agentId?: string;
  readonly agentType?: string;
}

/** What the JSON says that a client gives to a hook on its standard input. */
export interface HookInput {
  readonly event: string;
  readonly cwd: string | undefined;
  /** The file that the tool call is about to write, as the call names it. */
  readonly writes: string | undefined;
  readonly sessionId: SessionId;
  /** The session that the log at `transcript_path` is named after. */
  readonly transcriptOf: SessionId | undefined;
  readonly agentId: string | undefined;
  readonly agentType: string | undefined;
  /** SessionStart of a resume: of `--fork-session` up to 2.1.181 it names the parent. */
  readonly isResume: boolean;
}

const hookRecord = object({
  session_id: unknown,
  hook_event_name: string,
  source: unknown,
  transcript_path: unknown,
  agent_id: unknown,
  agent_type: nullish(string),
  cwd: nullish(string),
  tool_name: nullish(string),
  tool_input: unknown,
});
const writeInput = object({ file_path: string });
const writingTools = ['Write', 'Edit', 'MultiEdit'];

const longestAgentType = 200;

/**
 * A hook's input; else why it is none: no hook's JSON, or one whose session ID is no UUID. The path in it stays unused.
 */
export function parseHookInput(json: unknown): HookInput | 'no-hook' | 'invalid-session-id' {
  const input = safeParse(hookRecord, json);
  if (input === undefined || typeof input.session_id !== 'string') return 'no-hook';
  const sessionId = parseSessionId(input.session_id);
  if (sessionId === undefined) return 'invalid-session-id';
  const { transcript_path: transcript, agent_id: agentId } = input;
  const log = typeof transcript === 'string' ? path.win32.basename(transcript, '.jsonl') : undefined;
  return {
    event: input.hook_event_name,
    cwd: input.cwd ?? undefined,
    writes: writingTools.includes(input.tool_name ?? '')
      ? safeParse(writeInput, input.tool_input)?.file_path
      : undefined,
    sessionId,
    transcriptOf: parseSessionId(log),
    agentId: isAgentId(agentId) ? agentId : undefined,
    // A session that runs as an agent has a type and no ID.
    agentType: isAgentId(agentId) ? input.agent_type?.slice(0, longestAgentType) : undefined,
    isResume: input.hook_event_name === 'SessionStart' && input.source === 'resume',
  };
}

export interface Caller {
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hook?: HookInput;
}

/**
 * The session that the caller belongs to; `undefined` where nothing names one. `unread` gets registry entries that may
 * name another one, and cannot be read.
 */
export function callerSession(
  { pid, env, hook }: Caller,
  roots: readonly string[],
  processes: ProcessTable,
  unread?: (file: string) => void,
): CallerSession | undefined {
  const named = namedIn(env);
  // Hooks and Bash commands have both, set for each call. A stdio MCP server has the ID of its start alone, for as long
  // as it lives.
  const isOfCall = named?.from === 'CLAUDE_CODE_SESSION_ID' && Boolean(env.CLAUDE_CODE_CHILD_SESSION);
  if (hook !== undefined && !(hook.isResume && isOfCall)) {
    const { sessionId, transcriptOf, agentId, agentType } = hook;
    // The registry last: its proof may take a program that is waited for.
    const { contradicts = otherClientOf(sessionId, { pid, env }, roots, processes) } = contradiction(
      sessionId,
      transcriptOf,
      named?.text,
    );
    return {
      text: sessionId,
      from: 'hook',
      proof: 'hook',
      ...(contradicts === undefined ? {} : { contradicts }),
      ...(agentId === undefined ? {} : { agentId, ...(agentType === undefined ? {} : { agentType }) }),
    };
  }
  if (named !== undefined && isOfCall)
    return { ...named, proof: 'call', ...contradiction(named.text, hook?.sessionId) };
  const live = liveClientOf({ pid, env }, roots, processes, unread);
  if (live === undefined) return named && { ...named, proof: 'process' };
  const { sessionId } = live;
  const registered = { text: sessionId, from: 'registry', proof: 'registry', file: realFile(live) } as const;
  return { ...registered, ...contradiction(sessionId, named?.text) };
}

/** The first of the other proofs that names another session. */
function contradiction(text: string, ...others: (string | undefined)[]): Pick<CallerSession, 'contradicts'> {
  const contradicts = others.find((other) => other !== undefined && other.toLowerCase() !== text.toLowerCase());
  return contradicts === undefined ? {} : { contradicts };
}

function namedIn(env: Caller['env']): Pick<CallerSession, 'text' | 'from'> | undefined {
  if (env.CLAUDE_CODE_SESSION_ID) return { text: env.CLAUDE_CODE_SESSION_ID, from: 'CLAUDE_CODE_SESSION_ID' };
  const context = /(?:^|[\s,;])session_id=([^\s,;]+)/.exec(env.SESSION_CONTEXT ?? '')?.[1];
  return context === undefined ? undefined : { text: context, from: 'SESSION_CONTEXT' };
}

/**
 * The client that the registry proves to be that of `CLAUDE_PID`, else of the nearest of the process and its parents.
 */
function liveClientOf(
  caller: Caller,
  roots: readonly string[],
  processes: ProcessTable,
  unread: ((file: string) => void) | undefined,
): RegisteredProcess | undefined {
  for (const one of registeredAbove(caller, roots, unread)) {
    const live = one.prove(processes);
    if (live !== undefined) return live;
  }
  return undefined;
}

/**
 * The session of that client where it is another one. An entry that names `sessionId` contradicts nothing, proved or
 * not.
 */
function otherClientOf(
  sessionId: SessionId,
  caller: Caller,
  roots: readonly string[],
  processes: ProcessTable,
): SessionId | undefined {
  for (const one of registeredAbove(caller, roots)) {
    if (one.sessionId === sessionId) return undefined;
    if (one.prove(processes) !== undefined) return one.sessionId;
  }
  return undefined;
}

/** The registry's entries of `CLAUDE_PID`, of the process and of its parents, nearest first. */
function* registeredAbove(
  { pid, env }: Caller,
  roots: readonly string[],
  unread?: (file: string) => void,
): Generator<Registration, void> {
  const client = /^[1-9]\d{0,9}$/.test(env.CLAUDE_PID ?? '') ? [Number(env.CLAUDE_PID)] : [];
  for (const at of [...client, ...lineOf(pid, parentOf)])
    for (const root of roots) {
      const registered = registrationOf(at, root, unread);
      if (registered !== undefined) yield registered;
    }
}

function realFile({ file }: RegisteredProcess): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
