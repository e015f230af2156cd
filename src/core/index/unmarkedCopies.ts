/** Finds session logs that begin with copies of another log of their project, though no entry says so. */
import { copiedStart, firstUuids, keptUuids, type CopiedStart } from '../log/copiedStart.ts';
import { isSessionLog, type LogSummary, type TrackedLog, type TrackedSessionLog } from '../log/trackedLog.ts';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import type { SessionId } from '../model.ts';
import { parseJson } from '../text/parseJson.ts';
import { logFileIn } from '../roots/roots.ts';
import type { CatalogFolder } from './catalogFolder.ts';
import type { LogCatalog } from './logCatalog.ts';
import * as fs from 'node:fs';

const beginningBytes = 256 * 1024;

/** A log that begins with copies, and the session that they are copies of. */
export interface UnmarkedCopy extends CopiedStart {
  readonly log: TrackedSessionLog;
  readonly from: SessionId;
}

/** Of the logs given, and of those that share entries with them. Reads both logs of a pair that shares first UUIDs. */
export function unmarkedCopies(logs: Iterable<TrackedSessionLog>, catalog: LogCatalog): UnmarkedCopy[] {
  const byFolder = new Map<CatalogFolder, TrackedSessionLog[]>();
  for (const log of logs) {
    completeUuids(log);
    const folder = catalog.folderOf(log.file.path);
    if (folder === undefined || log.facts.firstUuids.length === 0) continue;
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [log]);
    else known.push(log);
  }
  const best = new Map<string, UnmarkedCopy>();
  /**
   * Sessions that others are copies of: with many forks of one, it is looked at first, and its forks are not compared.
   */
  const originals = new Set<SessionId>();
  let undecided = 0;
  for (const [folder, some] of byFolder) {
    const byUuid = logsByUuid(folder, catalog);
    const seen = new Set<string>();
    for (const log of some) {
      const indexes = [...new Set(log.facts.firstUuids.flatMap((uuid) => byUuid.get(uuid) ?? []))];
      if (indexes.length < 2 || undecided > mostUndecided) continue;
      const others = indexes
        .map((index) => folder.logAt(index))
        .sort((a, b) => rank(b, originals) - rank(a, originals));
      for (const other of others) {
        const isFound = others.length > fewLogs && best.get(log.file.path) !== undefined;
        if (isFound || undecided > mostUndecided) break;
        if (other === undefined || !isSessionLog(other) || other.file.sessionId === log.file.sessionId) continue;
        const pair = [log.file.path, other.file.path].sort().join('\n');
        if (seen.has(pair) || isMarked(log, other) || isMarked(other, log)) continue;
        seen.add(pair);
        const copied = copiedStart(log.file.path, other.file.path);
        if (copied === undefined) undecided++;
        if (copied === undefined) continue;
        const [copy, original] = copied.file === log.file.path ? [log, other] : [other, log];
        originals.add(original.file.sessionId);
        const before = best.get(copied.file);
        if (before !== undefined && before.shared >= copied.shared) continue;
        best.set(copied.file, { ...copied, log: copy, from: original.file.sessionId });
      }
    }
  }
  return [...best.values()];
}

/** Up to this many logs that share entries are compared pairwise. */
const fewLogs = 16;
/** Inconclusive pairs that share UUIDs: beyond this, UUIDs are no IDs in these logs. */
const mostUndecided = 500;

function rank(log: TrackedLog | undefined, originals: ReadonlySet<SessionId>): number {
  return log?.file.sessionId !== undefined && originals.has(log.file.sessionId) ? 1 : 0;
}

/** Whether the log has entries that are marked as copies of the other's. */
function isMarked({ facts }: TrackedSessionLog, other: TrackedSessionLog): boolean {
  return facts.forkedFrom?.sessionId === other.file.sessionId && facts.forkedFrom.copiedUpTo === undefined;
}

/** Reads the first UUIDs again: when the log was first read, it may have had fewer entries. */
function completeUuids({ facts, settled, file }: TrackedSessionLog): void {
  if (facts.firstUuids.length >= keptUuids) return;
  const opened = openRegularFile(file.path);
  if (opened.state !== 'open') return;
  try {
    settled.firstUuids = facts.firstUuids = firstUuids(
      readAt(opened.fd, 0, Math.min(beginningBytes, opened.stats.size)),
    );
  } catch {
    // It is looked at again when it has grown.
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** Indexes of the session logs of a folder by the UUIDs that they begin with. */
function logsByUuid(folder: CatalogFolder, catalog: LogCatalog): Map<number, number[]> {
  const byUuid = new Map<number, number[]>();
  for (const { index, name, summary } of catalog.summariesOf(folder)) {
    if (logFileIn(folder.folder, name)?.kind !== 'session') continue;
    for (const uuid of new Set(uuidsOf(summary))) {
      const known = byUuid.get(uuid);
      if (known === undefined) byUuid.set(uuid, [index]);
      else known.push(index);
    }
  }
  return byUuid;
}

/** Of a cached log they are decoded each time, and not kept. */
function uuidsOf(summary: LogSummary): readonly number[] {
  if ('facts' in summary) return (summary as TrackedSessionLog).facts.firstUuids;
  const encoded = parseJson(summary.encode()) as [unknown, unknown, { firstUuids?: number[] }?] | undefined;
  return encoded?.[2]?.firstUuids ?? [];
}
