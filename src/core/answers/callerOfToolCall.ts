/**
 * Who made a tool call: it stands in the log of the session or the agent that made it, written before the tool is run
 * (2.0.30 to 2.1.332). Calls over MCP carry their ID; a Bash command can carry a text of its own.
 */
import * as fs from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openRegularFile } from '../disk/openRegularFile.ts';
import { candidateLines, type CandidateLine } from '../log/candidateLines.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { copiedFromAt, isSessionLog, type TrackedLog } from '../log/trackedLog.ts';
import type { Evidence, SessionId, SessionRow } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJson } from '../text/parseJson.ts';
import { array, literal, nullish, object, safeParse, string, unknown } from '../text/schema.ts';

export interface ToolCaller {
  readonly sessionId: SessionId;
  /** The agent that made the call; `undefined`: the session's own talk did. */
  readonly agentId: string | undefined;
  readonly evidence: Evidence<'tool-call'>;
}

const callEntry = object({
  type: literal('assistant'),
  sessionId: string,
  forkedFrom: unknown,
  agentId: nullish(string),
  message: object({ content: array(unknown) }),
});
const callBlock = object({ type: literal('tool_use'), id: string });
const callId = /^[A-Za-z0-9_-]{8,128}$/;
const commandBlock = object({ type: literal('tool_use'), id: string, input: object({ command: string }) });
const resultEntry = object({ type: literal('user'), message: object({ content: array(unknown) }) });
const resultBlock = object({ type: literal('tool_result'), tool_use_id: string });
/** Nothing that JSON or a shell would write otherwise. */
const nonceText = /^[A-Za-z0-9_-]{8,128}$/;

/**
 * Sessions that are not live and are looked at all the same: clients before 2.1.100 have no registry that proves one.
 */
const mostOthers = 50;

/** How often, and after how many milliseconds, logs are looked at that may not hold the call yet. */
const pauses = [0, 50, 150, 300, 500];

/** Logs that did not hold the call when they were looked at, as they were then. */
type LookedAt = Map<string, string>;

/**
 * Asks for a caller until a log holds its call, for a second. Only logs that have changed are read again. Rejects when
 * `signal` aborts.
 */
export async function whenWritten(
  ask: (lookedAt: LookedAt) => ToolCaller | undefined,
  signal?: AbortSignal,
): Promise<ToolCaller | undefined> {
  const lookedAt: LookedAt = new Map();
  for (const pause of pauses) {
    await setTimeout(pause, undefined, { signal });
    const found = ask(lookedAt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The caller, by the entry that holds the call; `undefined` where none does, or several of which none is told as a
 * copy. Live sessions are looked at first.
 */
export function callerOfToolCall(
  id: string,
  index: SessionIndex,
  lookedAt: LookedAt = new Map(),
): ToolCaller | undefined {
  if (!callId.test(id)) return undefined;
  const isCall = (block: unknown): boolean => safeParse(callBlock, block)?.id === id;
  const logs = [...logsToLookAt(index)];
  for (const log of logs) {
    const [found] = callsIn(log, id, isCall, lookedAt);
    if (found === undefined) continue;
    const { id: _id, ...caller } = found;
    const copies = logs.filter((other) => other !== log && sharesStart(other, log));
    return copies.some((other) => callsIn(other, id, isCall).length > 0) ? undefined : caller;
  }
  return undefined;
}

/** Whether one of two logs may be a copy of the other of which nothing tells which it is. */
function sharesStart(a: TrackedLog, b: TrackedLog): boolean {
  return isSessionLog(a) && isSessionLog(b) && a.facts.firstUuids.some((uuid) => b.facts.firstUuids.includes(uuid));
}

/** Whether a text may be a nonce: 8 to 128 letters, digits, `-` and `_`. */
export function isNonce(text: string): boolean {
  return nonceText.test(text);
}

/**
 * The caller whose running command says `--nonce TEXT`. `undefined` where no log holds such a command that has no
 * result yet, and where several do.
 */
export function callerOfNonce(
  nonce: string,
  index: SessionIndex,
  lookedAt: LookedAt = new Map(),
): ToolCaller | undefined {
  if (!isNonce(nonce)) return undefined;
  const option = new RegExp(`--nonce[= ]+["']?${nonce}(?![A-Za-z0-9_-])`);
  const isCall = (block: unknown): boolean => option.test(safeParse(commandBlock, block)?.input.command ?? '');
  const running: ToolCaller[] = [];
  for (const log of logsToLookAt(index))
    for (const { id, ...caller } of callsIn(log, nonce, isCall, lookedAt))
      if (!hasResult(log, id)) running.push(caller);
  return running.length === 1 ? running[0] : undefined;
}

function* logsToLookAt(index: SessionIndex): Generator<TrackedLog> {
  for (const { sessionId } of rowsToLookAt(index)) {
    const { logs = [], agents = [] } = index.sessionLogs(sessionId) ?? {};
    yield* logs;
    yield* agents;
  }
}

function rowsToLookAt(index: SessionIndex): SessionRow[] {
  const live: SessionRow[] = [];
  const others: SessionRow[] = [];
  for (const row of index.rows.newestFirst()) {
    if (index.live(row.sessionId) !== undefined) live.push(row);
    else if (others.length < mostOthers) others.push(row);
  }
  return [...live, ...others];
}

interface FoundCall extends ToolCaller {
  /** Of the call. */
  readonly id: string;
}

/** The calls of a log in lines with a text. */
function callsIn(
  log: TrackedLog,
  text: string,
  isCall: (block: unknown) => boolean,
  lookedAt: LookedAt = new Map(),
): FoundCall[] {
  const file = log.file.path;
  const state = stateOf(file);
  if (lookedAt.get(file) === state) return [];
  const found = linesWith<FoundCall>(log, text, ({ line, start, bytes }) => {
    const entry = safeParse(callEntry, parseJson(bytes));
    const sessionId = parseSessionId(entry?.sessionId);
    // Requests that 2.1.332 keeps, and copies that a branch or a fork has, hold the call of another.
    if (entry === undefined || sessionId === undefined || entry.forkedFrom !== undefined) return undefined;
    if (copiedFromAt(log, line) !== undefined) return undefined;
    const id = safeParse(callBlock, entry.message.content.find(isCall))?.id;
    if (id === undefined) return undefined;
    const agentId = isSessionLog(log) ? (entry.agentId ?? undefined) : log.file.agentId;
    return { id, sessionId, agentId, evidence: { kind: 'tool-call', file, line, offset: start } };
  });
  if (found.length === 0) lookedAt.set(file, state);
  return found;
}

/** What is another one when the file has grown or is another file. */
function stateOf(file: string): string {
  try {
    const { dev, ino, size } = fs.statSync(file);
    return `${dev} ${ino} ${size}`;
  } catch {
    return 'unreadable';
  }
}

function hasResult(log: TrackedLog, id: string): boolean {
  const results = linesWith(log, id, ({ bytes }) => {
    const blocks = safeParse(resultEntry, parseJson(bytes))?.message.content ?? [];
    return blocks.some((block) => safeParse(resultBlock, block)?.tool_use_id === id) || undefined;
  });
  return results.length > 0;
}

/** What is made of each line with a text, where something is. None where the log cannot be read. */
function linesWith<Found>(
  log: TrackedLog,
  text: string,
  read: (line: CandidateLine & { bytes: Buffer }) => Found | undefined,
): Found[] {
  const opened = openRegularFile(log.file.path);
  if (opened.state !== 'open') return [];
  try {
    const found: Found[] = [];
    for (const { bytes, ...line } of candidateLines(opened.fd, opened.stats.size, Buffer.from(text))) {
      const made = bytes && read({ ...line, bytes });
      if (made !== undefined) found.push(made);
    }
    return found;
  } finally {
    fs.closeSync(opened.fd);
  }
}
