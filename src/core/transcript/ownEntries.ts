/** The entries of one session in an agent log, each as the JSON text that the log holds, in flat memory. */
import { repairLine } from '../log/repair.ts';
import { parseSessionId } from '../text/ids.ts';
import type { SessionId } from '../model.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import type { Json } from '../text/schema.ts';
import { linesForward, type LogLine } from '../log/lineReader.ts';
import { readingLog, type OpenLog } from '../log/openLog.ts';

export interface OwnEntry {
  readonly record: Json;
  /** One line of JSON, as it stands in the log. */
  readonly text: string;
}

/** Where the log lies decides whose its entries are. */
export type AgentLogPlace =
  /** Below `<session-id>/subagents`: entries that name no session are the folder's session's. */
  | 'session-folder'
  /** Flat, in the folder of the session logs: an entry that names no session goes with the one before it. */
  | 'flat'
  /** The session log itself: only sidechain entries are an agent's (clients 1.0.x to 2.0.2x). */
  | 'session-log';

/** A longer line is passed over: parsing it would take a few times its size in memory. */
const longestEntry = 64 * 1024 * 1024;

/**
 * The session's own entries in log order; copies made by /branch are none. `passedOver` is called for lines that are
 * too long to be parsed. Throws `LogUnreadableError` alone.
 */
export function* ownEntries(
  path: string,
  sessionId: SessionId,
  place: AgentLogPlace,
  passedOver?: (bytes: number) => void,
): Generator<OwnEntry, void> {
  let owner: SessionId | undefined = place === 'flat' ? undefined : sessionId;
  for (const entry of entriesOf(path, sessionId, passedOver)) {
    const { record } = entry;
    const named = record['sessionId'];
    const id = parseSessionId(named);
    if (place === 'flat' && id !== undefined) owner = id;
    const isOwn = owner === sessionId && (named === undefined || id === sessionId);
    if (!isOwn || record['forkedFrom'] !== undefined) continue;
    if (place === 'session-log' && record['isSidechain'] !== true) continue;
    yield entry;
  }
}

function* entriesOf(
  path: string,
  sessionId: SessionId,
  passedOver: ((bytes: number) => void) | undefined,
): Generator<OwnEntry, void> {
  yield* readingLog(path, function* (file) {
    for (const line of linesForward(file, 0)) {
      const bytes = wholeLine(file, line);
      if (bytes === undefined) {
        passedOver?.(line.end - line.start);
        continue;
      }
      const whole = entryOf(bytes);
      if (whole !== undefined) yield whole;
      else if (line.terminated) {
        for (const { start, end } of repairLine(bytes, sessionId, line.start === 0).records) {
          const entry = entryOf(bytes.subarray(start, end));
          if (entry !== undefined) yield entry;
        }
      }
    }
  });
}

function wholeLine(file: OpenLog, line: LogLine): Buffer | undefined {
  if (Buffer.isBuffer(line.bytes)) return line.bytes;
  return line.end - line.start <= longestEntry ? file.read(line.start, line.end) : undefined;
}

function entryOf(bytes: Buffer): OwnEntry | undefined {
  const text = bytes.toString('utf8').trim();
  const record = parseJsonObject(text);
  return record && { record, text };
}
