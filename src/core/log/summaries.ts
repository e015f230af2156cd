/**
 * Whose summaries the summaries of a log are: clients up to 2.1.22 wrote those of other conversations into it as well. Each
 * names the last entry of its conversation, before it or behind it; only one that is an entry of this session counts.
 */
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import type { SessionId } from '../model.ts';
import { linesForward } from './lineReader.ts';
import { withOpenLog, type OpenLog } from './openLog.ts';
import type { SessionLogFacts } from './sessionLogFacts.ts';

/**
 * Looks for the entries that the summaries in `facts` name: for a summary that is not in `before` in the whole log at `path`, for
 * the others from byte `from` on. Sets `summary` to the last one that is the session's own. Most logs have none, and are not read.
 */
export function findOwnSummaries(
  path: string,
  facts: SessionLogFacts,
  before: ReadonlySet<string>,
  from: number,
): void {
  if (facts.summaries.length === 0) return;
  const wanted = facts.summaries.filter(({ isOwn }) => !isOwn);
  if (wanted.length > 0) {
    const uuids = new Set(wanted.map(({ leafUuid }) => leafUuid));
    const start = [...uuids].every((uuid) => before.has(uuid)) ? from : 0;
    const found = withOpenLog(path, (file) => entriesAmong(file, start, uuids, facts.ownId));
    for (const summary of wanted) summary.isOwn = found.has(summary.leafUuid);
  }
  facts.summary = facts.summaries.findLast(({ isOwn }) => isOwn)?.text;
}

/** Those of `uuids` that are own entries of the log. */
function entriesAmong(file: OpenLog, start: number, uuids: ReadonlySet<string>, ownId: SessionId): ReadonlySet<string> {
  const found = new Set<string>();
  const needles = [...uuids].map((uuid) => JSON.stringify(uuid));
  for (const { bytes } of linesForward(file, start)) {
    // Of a very long line the two ends are enough to say no; it is none that ends a conversation.
    if (!Buffer.isBuffer(bytes) || !needles.some((needle) => bytes.includes(needle))) continue;
    const record = parseJsonObject(bytes);
    const uuid = record?.uuid;
    if (typeof uuid !== 'string' || !uuids.has(uuid) || record?.forkedFrom !== undefined) continue;
    if (record?.sessionId === undefined || parseSessionId(record.sessionId) === ownId) found.add(uuid);
    if (found.size === uuids.size) break;
  }
  return found;
}
