/**
 * Which logs the client deletes soon. It goes by the modification time of each file (`cleanupPeriodDays`), so here, and
 * only here, that time decides something: it is the client's own rule about the file. Whose a file is it never says.
 */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LogCleaning, SessionId } from '../model.ts';
import { cleanupPeriodOf, type CleanupPeriod } from '../roots/cleanupPeriod.ts';
import { isSessionLogName, sharingRoots } from '../roots/roots.ts';
import { parseSessionId } from '../text/ids.ts';

const day = 24 * 3_600_000;
/** Days before it that it is told. */
const toldBefore = 7;

/**
 * When the client deletes the log that is named after the session; `undefined` where that is more than a week away or
 * not known, and of a live session, which goes on writing.
 */
export function logCleaning(index: SessionIndex, id: SessionId, now: number): LogCleaning | undefined {
  if (index.live(id) !== undefined) return undefined;
  const found = index.sessionLogs(id)?.logs.flatMap(({ file, root, stamp }): LogCleaning[] => {
    const period = file.sessionId === id ? periodOf(root, index.host.roots) : undefined;
    const at = soon(stamp?.mtimeMs, period, now);
    return period === undefined || at === undefined ? [] : [{ log: file.path, time: at, ...period }];
  });
  return found?.sort((a, b) => a.time - b.time)[0];
}

/** The same time of every session that has one, without reading any log. */
export function cleanedSoon(index: SessionIndex, now: number): ReadonlyMap<SessionId, number> {
  const times = new Map<SessionId, number>();
  const periods = new Map(index.host.roots.map((root) => [root, periodOf(root, index.host.roots)]));
  for (const folder of index.logs.folders) {
    const { sessionId, root } = folder.folder;
    if (sessionId !== undefined) continue;
    for (const { name, summary } of index.logs.summariesOf(folder)) {
      const id = isSessionLogName(name) ? parseSessionId(name.replace(/\.jsonl$/, '')) : undefined;
      const at = id && soon(summary.stamp?.mtimeMs, periods.get(root), now);
      if (id !== undefined && at !== undefined && index.live(id) === undefined && index.rows.has(id))
        times.set(id, Math.min(at, times.get(id) ?? Infinity));
    }
  }
  return times;
}

/**
 * Where several roots share their projects by links, a client of any of them deletes logs: the shortest that is known.
 */
function periodOf(root: string, roots: readonly string[]): CleanupPeriod | undefined {
  const periods = sharingRoots(root, roots).flatMap((one) => cleanupPeriodOf(one) ?? []);
  return periods.sort((a, b) => a.days - b.days)[0];
}

function soon(written: number | undefined, period: CleanupPeriod | undefined, now: number): number | undefined {
  if (written === undefined || period === undefined) return undefined;
  const at = written + period.days * day;
  return at - now <= toldBefore * day ? at : undefined;
}
