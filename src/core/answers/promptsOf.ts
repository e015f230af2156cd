/** The first and the last prompt of sessions, for those who look for one by what they once asked. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import { promptsAtEnds } from '../log/promptsAtEnds.ts';
import type { SessionId } from '../model.ts';

/** Those that are found, the first one first; one alone where both are the same. Reads both ends of each log. */
export function promptsOf(index: SessionIndex, ids: readonly SessionId[]): Map<SessionId, readonly string[]> {
  return new Map(ids.map((id) => [id, promptsOfSession(index, id)]));
}

function promptsOfSession(index: SessionIndex, id: SessionId): readonly string[] {
  const ends = (index.rows.get(id)?.logs ?? []).map((log) => promptsAtEnds(log, id));
  const first = ends.find((one) => one.first !== undefined)?.first;
  const last = ends.findLast((one) => one.last !== undefined)?.last;
  return [...new Set([first, last])].filter((prompt) => prompt !== undefined);
}
