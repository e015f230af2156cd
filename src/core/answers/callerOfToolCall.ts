/**
 * Who made a tool call: its ID stands in the log of the session or the agent that made it, written before the tool is run
 * (2.0.30 to 2.1.332, seen of calls over MCP, which carry it).
 */
import * as fs from 'node:fs';
import { openRegularFile } from '../disk/openRegularFile.ts';
import { candidateLines } from '../log/candidateLines.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { isSessionLog, type TrackedLog } from '../log/trackedLog.ts';
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

/** Sessions that are not live and are looked at all the same: clients before 2.1.100 have no registry that proves one. */
const mostOthers = 50;

/** The caller, by the entry that holds the call; `undefined` where none does. Live sessions are looked at first. */
export function callerOfToolCall(id: string, index: SessionIndex): ToolCaller | undefined {
  if (!callId.test(id)) return undefined;
  for (const { sessionId } of rowsToLookAt(index)) {
    const { logs = [], agents = [] } = index.sessionLogs(sessionId) ?? {};
    for (const log of [...logs, ...agents]) {
      const found = callIn(log, id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
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

function callIn(log: TrackedLog, id: string): ToolCaller | undefined {
  const file = log.file.path;
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return undefined;
  try {
    for (const { line, start, bytes } of candidateLines(opened.fd, opened.stats.size, Buffer.from(id))) {
      const entry = safeParse(callEntry, parseJson(bytes));
      const sessionId = parseSessionId(entry?.sessionId);
      // Requests that 2.1.332 keeps, and copies that a branch has, hold the call of another.
      if (entry === undefined || sessionId === undefined || entry.forkedFrom !== undefined) continue;
      if (!entry.message.content.some((block) => safeParse(callBlock, block)?.id === id)) continue;
      const agentId = isSessionLog(log) ? (entry.agentId ?? undefined) : log.file.agentId;
      return { sessionId, agentId, evidence: { kind: 'tool-call', file, line, offset: start } };
    }
  } finally {
    fs.closeSync(opened.fd);
  }
  return undefined;
}
