/**
 * Which summaries in a log are of its own session: clients up to 2.1.22 wrote those of other conversations into it,
 * too. A summary names the last entry of its conversation, which stands before or behind it. It counts only where that
 * is an entry of this session.
 */
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { asString } from '../text/schema.ts';
import type { SessionId } from '../model.ts';
import { LogUnreadableError, withOpenLog, type OpenLog } from './openLog.ts';
import type { SessionLogFacts } from './sessionLogFacts.ts';

const lineFeed = 0x0a;
const pieceSize = 1024 * 1024;

/**
 * Looks for the entries that the summaries in `facts` name: for a summary that is not in `before` in the whole log at
 * `path`, for the others from byte `from` on. Sets `summary` to the last one that is the session's own. Most logs have
 * none, and are not read.
 */
export function findOwnSummaries(
  path: string,
  facts: SessionLogFacts,
  before: ReadonlySet<string>,
  from: number,
): void {
  // A session with a better title needs no summary.
  if (facts.summaries.length === 0 || (facts.customTitle ?? facts.aiTitle) !== undefined) return;
  const wanted = facts.summaries.filter(({ isOwn }) => !isOwn);
  if (wanted.length > 0) {
    const uuids = new Set(wanted.map(({ leafUuid }) => leafUuid));
    const start = [...uuids].every((uuid) => before.has(uuid)) ? from : 0;
    const found = ownAmong(path, start, uuids, facts.ownId);
    for (const summary of wanted) summary.isOwn = found.has(summary.leafUuid);
  }
  facts.summary = facts.summaries.findLast(({ isOwn }) => isOwn)?.text;
}

/** None where the log has gone since it was read. */
function ownAmong(path: string, start: number, uuids: ReadonlySet<string>, ownId: SessionId): ReadonlySet<string> {
  try {
    return withOpenLog(path, (file) => entriesAmong(file, start, uuids, ownId));
  } catch (error) {
    if (error instanceof LogUnreadableError) return new Set();
    throw error;
  }
}

/** Those of `uuids` that are own entries of the log: found as bytes first, since most lines name none of them. */
function entriesAmong(file: OpenLog, start: number, uuids: ReadonlySet<string>, ownId: SessionId): ReadonlySet<string> {
  const found = new Set<string>();
  const needles = [...uuids].map((uuid) => Buffer.from(JSON.stringify(uuid)));
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(pieceSize, file.size - start)));
  for (let at = start; at < file.size && found.size < uuids.size;) {
    const bytes = buffer.subarray(0, file.readInto(buffer.subarray(0, Math.min(buffer.length, file.size - at)), at));
    const end = at + bytes.length < file.size ? bytes.lastIndexOf(lineFeed) + 1 : bytes.length;
    for (const needle of needles) {
      for (let hit = bytes.indexOf(needle); hit >= 0 && hit < end; hit = bytes.indexOf(needle, hit + 1)) {
        const uuid = ownUuid(lineAround(bytes, hit, end), ownId);
        if (uuid !== undefined && uuids.has(uuid)) found.add(uuid);
      }
    }
    if (bytes.length === 0) break;
    // A line that is longer than a piece is passed over: it is none that ends a conversation.
    at += end > 0 ? end : bytes.length;
  }
  return found;
}

function lineAround(bytes: Buffer, at: number, end: number): Buffer {
  const next = bytes.indexOf(lineFeed, at);
  return bytes.subarray(bytes.lastIndexOf(lineFeed, at) + 1, next === -1 ? end : next);
}

function ownUuid(line: Buffer, ownId: SessionId): string | undefined {
  const record = parseJsonObject(line);
  if (record === undefined || record.forkedFrom !== undefined) return undefined;
  const isOwn = record.sessionId === undefined || parseSessionId(record.sessionId) === ownId;
  return isOwn ? asString(record.uuid) : undefined;
}
