/** Every log of the roots, by folder: as an object once it was read or asked for, else as a number on the cache's shelf. */
import * as path from 'node:path';
import { isSameStamp, stampOf, type FileStamp } from '../disk/fileStamp.ts';
import { CatalogFolder } from './catalogFolder.ts';
import { CatalogFolders } from './catalogFolders.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import type { CachedLogs } from './cachedLogs.ts';
import { newTrackedLog, type TrackedLog } from '../log/trackedLog.ts';
import type { DamagedLog, SessionId } from '../model.ts';
import { isSessionLogName, logFileIn, type FolderListing } from '../roots/roots.ts';

/** A log as the cache is to keep it. */
export interface LogSummary {
  readonly name: string;
  readonly stamp: FileStamp | undefined;
  readonly badLines: number;
  readonly repairedLines: number;
  readonly owners: readonly SessionId[];
  readonly packed: Buffer | undefined;
}

const printable = /^[ -~]+$/;

export class LogCatalog {
  readonly #folders = new CatalogFolders();
  #cached: CachedLogs | undefined;
  #scan = 0;

  get folders(): Iterable<CatalogFolder> {
    return this.#folders;
  }

  /** Begins with what the cache knows; or goes on with it, when the cache has just been written. */
  restore(shelf: CachedLogs): void {
    this.#cached?.close();
    this.#cached = shelf;
    this.#folders.clear();
    for (const shelved of shelf.folders) this.#folders.add(new CatalogFolder(shelved));
  }

  close(): void {
    this.#cached?.close();
    this.#cached = undefined;
  }

  /** Begins a listing of all folders: each is to be told by `see` or `keep`. */
  beginScan(): void {
    this.#scan++;
  }

  /** A folder that was listed before, or that the cache knows. */
  folder(folder: LogFolder): CatalogFolder | undefined {
    return this.#folders.get(folder);
  }

  /** A known folder is as it was listed before. */
  markSeen(known: CatalogFolder): void {
    known.scan = this.#scan;
  }

  /**
   * Takes what the disk lists in a folder now; while it has this stamp, that is not to be asked again, unless there is more
   * to tell of than names. Returns the logs that were known and are not listed.
   */
  update(folder: LogFolder, found: FolderListing, stamp: FileStamp | undefined): TrackedLog[] {
    let known = this.#folders.get(folder);
    if (known === undefined) {
      known = new CatalogFolder({ folder, first: 0, logs: 0, names: '', below: '', stamp: undefined });
      this.#folders.add(known);
    }
    known.scan = this.#scan;
    const isPlain = found.passedOver.length === 0 && found.below.every((name) => printable.test(name));
    if (isPlain && stamp !== undefined) known.setStamp(stamp, found.below.join('\n'));
    else if (known.stamp !== undefined) known.setStamp(undefined, '');
    return found.isKnown ? [] : this.#relist(known, found.names);
  }

  /** A folder cannot be listed now: what is known of it and of those below stays. */
  retain(location: string): void {
    const below = location + path.sep;
    for (const known of this.#folders) {
      const { path: folder } = known.folder;
      if (folder === location || folder.startsWith(below)) known.scan = this.#scan;
    }
  }

  /** Ends a listing: folders that were not told are gone. Returns the logs that were known in them. */
  endScan(): TrackedLog[] {
    const gone: TrackedLog[] = [];
    for (const known of this.#folders) {
      if (known.scan === this.#scan) continue;
      gone.push(...this.#relist(known, []));
      this.#folders.delete(known);
    }
    return gone;
  }

  /** The log at a place, `file` by its path, when it is new or not as it was when it was read. Looks at its file's stamp. */
  changedAt(known: CatalogFolder, at: number, name: string, file: string): TrackedLog | undefined {
    const entry = known.entryAt(at);
    if (typeof entry === 'object') return this.isChanged(entry) ? entry : undefined;
    if (entry === undefined) return this.#trackedLogAt(known, at, name);
    const now = stampOf(file);
    return now !== undefined && this.#cached?.isSame(entry, now) ? undefined : this.#trackedLogAt(known, at, name);
  }

  /** Whether a log is not as it was when it was read last, or could not be read then. Looks at its file's stamp. */
  isChanged({ stamp, file }: TrackedLog): boolean {
    return stamp === undefined || !isSameStamp(stamp, stampOf(file.path));
  }

  /** Forgets a log that is not there any more, though it was listed. */
  delete(log: TrackedLog): void {
    const place = this.#placeOf(log.file.path);
    if (place !== undefined) place.known.setEntryAt(place.at, undefined);
  }

  has(file: string): boolean {
    const place = this.#placeOf(file);
    return place?.known.entryAt(place.at) !== undefined;
  }

  get(file: string): TrackedLog | undefined {
    const place = this.#placeOf(file);
    return place && this.#logAt(place.known, place.at);
  }

  /** The logs that the cache knows to have entries of its nth session, without those that are gone or have none any more. */
  cachedLogsOf(session: number): TrackedLog[] {
    const shelf = this.#cached;
    const id = shelf?.sessions.idAt(session);
    if (shelf === undefined || id === undefined) return [];
    const logs: TrackedLog[] = [];
    for (const number of shelf.logsOf(session)) {
      const place = shelf.placeOf(number);
      const known = place && this.#folders.get(place.folder);
      const log = known && this.#logAt(known, known.indexOf(place.name));
      if (log?.owners.includes(id)) logs.push(log);
    }
    return logs;
  }

  /** Logs that name no session. */
  unowned(): TrackedLog[] {
    const unowned: TrackedLog[] = [];
    for (const known of this.#folders) {
      for (let at = 0; at < known.count; at++) {
        const entry = known.entryAt(at);
        if (entry === undefined || ownersOf(entry, this.#cached).length > 0) continue;
        const log = this.#logAt(known, at);
        if (log !== undefined) unowned.push(log);
      }
    }
    return unowned;
  }

  figures(): { logs: number; agentLogs: number; bytes: number; badLines: number; repairedLines: number } {
    const sum = { logs: 0, agentLogs: 0, bytes: 0, badLines: 0, repairedLines: 0 };
    for (const known of this.#folders) {
      const names = known.names();
      for (let at = 0; at < known.count; at++) {
        const entry = known.entryAt(at);
        if (entry === undefined) continue;
        if (known.folder.sessionId === undefined && isSessionLogName(names[at] ?? '')) sum.logs++;
        else sum.agentLogs++;
        const { bytes, badLines, repairedLines } = figuresOf(entry, this.#cached);
        sum.bytes += bytes;
        sum.badLines += badLines;
        sum.repairedLines += repairedLines;
      }
    }
    return sum;
  }

  /** Logs with lines that were skipped or repaired. */
  damaged(): DamagedLog[] {
    const damaged: DamagedLog[] = [];
    for (const known of this.#folders) {
      let names: readonly string[] | undefined;
      for (let at = 0; at < known.count; at++) {
        const entry = known.entryAt(at);
        if (entry === undefined) continue;
        const { badLines, repairedLines } = figuresOf(entry, this.#cached);
        if (badLines + repairedLines === 0) continue;
        names ??= known.names();
        damaged.push({ path: path.join(known.folder.path, names[at] ?? ''), badLines, repairedLines });
      }
    }
    return damaged;
  }

  /** The logs of a folder for the cache. */
  *summaries(known: CatalogFolder): Generator<LogSummary> {
    let at = 0;
    for (const name of known.names()) {
      const entry = known.entryAt(at++);
      if (entry === undefined) continue;
      const { badLines, repairedLines } = figuresOf(entry, this.#cached);
      const isShelved = typeof entry === 'number';
      yield {
        name,
        stamp: isShelved ? this.#cached?.stampOf(entry) : entry.stamp,
        badLines,
        repairedLines,
        owners: ownersOf(entry, this.#cached),
        packed: isShelved ? this.#cached?.packed(entry) : entry.snapshot(),
      };
    }
  }

  #placeOf(file: string): { known: CatalogFolder; at: number } | undefined {
    const known = this.#folders.folderAt(path.dirname(file));
    const at = known?.indexOf(path.basename(file)) ?? -1;
    return known && at !== -1 ? { known, at } : undefined;
  }

  /** The log at a place as an object, unless nothing is known of it. */
  #logAt(known: CatalogFolder, at: number): TrackedLog | undefined {
    const entry = known.entryAt(at);
    return typeof entry === 'number' ? this.#trackedLogAt(known, at, known.names()[at] ?? '') : entry;
  }

  /** Makes an object of what stands at a place. `undefined` for a name that no log has: a cache is not believed in that. */
  #trackedLogAt(known: CatalogFolder, at: number, name: string): TrackedLog | undefined {
    const file = logFileIn(known.folder, name);
    if (file === undefined) return undefined;
    const log = newTrackedLog(file, known.folder.root);
    const number = known.entryAt(at);
    const shelf = this.#cached;
    if (typeof number === 'number' && shelf) {
      log.restore({ stamp: shelf.stampOf(number), owners: shelf.ownersOf(number), packed: () => shelf.packed(number) });
    }
    known.setEntryAt(at, log);
    return log;
  }

  /** Takes other names for a folder; returns the logs that were known under names that are gone. */
  #relist(known: CatalogFolder, names: readonly string[]): TrackedLog[] {
    const before = new Map(known.names().map((name, at) => [name, at]));
    const entries = names.map((name) => {
      const at = before.get(name);
      before.delete(name);
      return at === undefined ? undefined : known.entryAt(at);
    });
    const gone = [...before.values()].flatMap((at) => this.#logAt(known, at) ?? []);
    known.setAll(names, entries);
    return gone;
  }
}

function ownersOf(entry: TrackedLog | number, shelf: CachedLogs | undefined): readonly SessionId[] {
  return typeof entry === 'number' ? (shelf?.ownersOf(entry) ?? []) : entry.owners;
}

function figuresOf(entry: TrackedLog | number, shelf: CachedLogs | undefined) {
  const nothing = { bytes: 0, badLines: 0, repairedLines: 0 };
  if (typeof entry === 'number') return shelf?.figuresOf(entry) ?? nothing;
  const { badLines, repairedLines } = entry.facts;
  return { bytes: entry.stamp?.size ?? 0, badLines, repairedLines };
}
