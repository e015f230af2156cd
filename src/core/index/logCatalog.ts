/** Every log of the roots, by folder. */
import * as path from 'node:path';
import { isSameStamp, stampOf } from '../disk/fileStamp.ts';
import type { LogSummary, TrackedLog } from '../log/trackedLog.ts';
import type { DamagedLog } from '../model.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import { isSessionLogName, type FolderListing } from '../roots/roots.ts';
import type { CachedLogs } from './cachedIndex.ts';
import { CatalogFolder } from './catalogFolder.ts';

export class LogCatalog {
  readonly #folders = new Map<string, CatalogFolder>();
  #cached: CachedLogs | undefined;
  #scan = 0;

  get folders(): Iterable<CatalogFolder> {
    return this.#folders.values();
  }

  /** Starts from a cache; or replaces all logs by those of the cache that was just saved. Closes the cache before. */
  restore(cached: CachedLogs): void {
    this.#cached?.close();
    this.#cached = cached;
    this.#folders.clear();
    for (const folder of cached.folders) this.#folders.set(folder.folder.path, new CatalogFolder(folder, cached));
  }

  close(): void {
    this.#cached?.close();
    this.#cached = undefined;
  }

  /** Begins a scan of all folders: each one is to be passed to `update` or `retain`. */
  beginScan(): void {
    this.#scan++;
  }

  /** The folder at a path. */
  folderAt(location: string): CatalogFolder | undefined {
    return this.#folders.get(location);
  }

  /** A new folder, without logs until `update`. */
  add(folder: LogFolder): CatalogFolder {
    const added = new CatalogFolder({ folder, first: 0, count: 0, names: '' });
    this.#folders.set(folder.path, added);
    return added;
  }

  /** Takes what the disk lists in a folder now. Returns the logs that are gone. */
  update(folder: CatalogFolder, found: FolderListing): readonly TrackedLog[] {
    folder.scan = this.#scan;
    return found.isKnown ? [] : folder.update(found.names);
  }

  /** Keeps a folder that cannot be listed now, and those below it, as they are. */
  retain(location: string): void {
    const below = location + path.sep;
    for (const [at, folder] of this.#folders) {
      if (at === location || at.startsWith(below)) folder.scan = this.#scan;
    }
  }

  /** Ends a scan: folders that it did not find are gone. Returns the logs that were in them. */
  endScan(): TrackedLog[] {
    const gone: TrackedLog[] = [];
    for (const [location, folder] of this.#folders) {
      if (folder.scan === this.#scan) continue;
      gone.push(...folder.update([]));
      this.#folders.delete(location);
    }
    return gone;
  }

  /** The log at an index of a folder, `file` by its path, when its file is new or has changed since it was read. */
  changedAt(folder: CatalogFolder, index: number, file: string): TrackedLog | undefined {
    const summary = folder.summaryAt(index);
    if (summary !== undefined && !hasChanged(summary, file)) return undefined;
    return folder.track(index, path.basename(file));
  }

  /** Whether a log's file has changed since it was read, or could not be read then. */
  isChanged(log: TrackedLog): boolean {
    return hasChanged(log, log.file.path);
  }

  /** Deletes a log whose file is gone, though it was listed. */
  delete(log: TrackedLog): void {
    const entry = this.#find(log.file.path);
    entry?.folder.deleteAt(entry.index);
  }

  /** The folder that lists the log. */
  folderOf(file: string): CatalogFolder | undefined {
    return this.#find(file)?.folder;
  }

  has(file: string): boolean {
    const entry = this.#find(file);
    return entry?.folder.summaryAt(entry.index) !== undefined;
  }

  get(file: string): TrackedLog | undefined {
    const entry = this.#find(file);
    return entry?.folder.logAt(entry.index);
  }

  /**
   * The logs of a session by its number in the cache, without those that are gone or have no entries of it any more.
   */
  cachedLogsOf(session: number): TrackedLog[] {
    const cached = this.#cached;
    const id = cached?.sessions.idAt(session);
    if (cached === undefined || id === undefined) return [];
    const logs: TrackedLog[] = [];
    for (const number of cached.logsOf(session)) {
      const place = cached.placeOf(number);
      const folder = place && this.#folders.get(place.folder.path);
      const log = folder?.logAt(folder.indexOf(place?.name ?? ''));
      if (log?.owners.includes(id)) logs.push(log);
    }
    return logs;
  }

  /** Logs that name no session. */
  unowned(): TrackedLog[] {
    const unowned: TrackedLog[] = [];
    for (const folder of this.folders) {
      for (const { index, summary } of this.summariesOf(folder)) {
        const log = summary.owners.length === 0 ? folder.logAt(index) : undefined;
        if (log !== undefined) unowned.push(log);
      }
    }
    return unowned;
  }

  figures(): { logs: number; agentLogs: number; bytes: number; badLines: number; repairedLines: number } {
    const sum = { logs: 0, agentLogs: 0, bytes: 0, badLines: 0, repairedLines: 0 };
    for (const one of this.folders) {
      for (const { name, summary } of this.summariesOf(one)) {
        if (one.folder.sessionId === undefined && isSessionLogName(name)) sum.logs++;
        else sum.agentLogs++;
        sum.bytes += summary.stamp?.size ?? 0;
        sum.badLines += summary.badLines;
        sum.repairedLines += summary.repairedLines;
      }
    }
    return sum;
  }

  /** Logs with lines that were skipped or repaired. */
  damaged(): DamagedLog[] {
    const damaged: DamagedLog[] = [];
    for (const one of this.folders) {
      for (const { name, summary } of this.summariesOf(one)) {
        const { badLines, repairedLines } = summary;
        if (badLines + repairedLines > 0)
          damaged.push({ path: path.join(one.folder.path, name), badLines, repairedLines });
      }
    }
    return damaged;
  }

  /** The logs of a folder that were read. */
  *summariesOf(
    folder: CatalogFolder,
  ): Generator<{ readonly index: number; readonly name: string; readonly summary: LogSummary }> {
    for (const [index, name] of folder.names().entries()) {
      const summary = folder.summaryAt(index);
      if (summary !== undefined) yield { index, name, summary };
    }
  }

  #find(file: string): { folder: CatalogFolder; index: number } | undefined {
    const folder = this.#folders.get(path.dirname(file));
    const index = folder?.indexOf(path.basename(file)) ?? -1;
    return folder && index !== -1 ? { folder, index } : undefined;
  }
}

/** Asks the disk for the stamp of the file. */
function hasChanged({ stamp }: LogSummary, file: string): boolean {
  return stamp === undefined || !isSameStamp(stamp, stampOf(file));
}
