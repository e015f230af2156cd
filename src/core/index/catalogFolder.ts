/**
 * One folder of logs. For each name it holds nothing yet, the number of a cached log, or a tracked log; no other file
 * tells these three apart.
 */
import { newTrackedLog, type LogSummary, type TrackedLog } from '../log/trackedLog.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import { logFileIn } from '../roots/roots.ts';
import type { CachedFolder, CachedLogs } from './cachedIndex.ts';

type Entry = TrackedLog | number | undefined;

export class CatalogFolder {
  /** Number of the last scan that found it. */
  scan = 0;
  #listed: CachedFolder;
  readonly #cached: CachedLogs | undefined;
  /** `undefined` while all logs are cached ones. */
  #entries: Entry[] | undefined;
  #indexes: Map<string, number> | undefined;

  /** `cached`: the logs that `listed` numbers; `undefined` for a folder without any. */
  constructor(listed: CachedFolder, cached?: CachedLogs) {
    this.#listed = listed;
    this.#cached = cached;
  }

  get folder(): LogFolder {
    return this.#listed.folder;
  }

  /** How many logs are listed. */
  get count(): number {
    return this.#listed.count;
  }

  /**
   * Names of the logs in the order of the directory, joined by newlines: one string takes a fraction of their memory.
   */
  get joinedNames(): string {
    return this.#listed.names;
  }

  names(): string[] {
    const { joinedNames } = this;
    return joinedNames === '' ? [] : joinedNames.split('\n');
  }

  /** Index of a name; -1 when it is not listed. */
  indexOf(name: string): number {
    this.#indexes ??= new Map(this.names().map((each, index) => [each, index]));
    return this.#indexes.get(name) ?? -1;
  }

  /** What is known of the log at `index`, without tracking it; `undefined`: it was listed and never read. */
  summaryAt(index: number): LogSummary | undefined {
    const entry = this.#entryAt(index);
    return typeof entry === 'number' ? this.#cached?.logAt(entry) : entry;
  }

  /** Names of the logs that could not be read: of one that was, the stamp is known. */
  unreadNames(): string[] {
    const unread: string[] = [];
    for (let index = 0; index < this.count; index++) {
      const summary = this.summaryAt(index);
      if (summary !== undefined && summary.stamp === undefined) unread.push(this.names()[index] ?? '');
    }
    return unread;
  }

  /** The log at `index`, tracked from now on; `undefined` when it was never read. */
  logAt(index: number): TrackedLog | undefined {
    const entry = this.#entryAt(index);
    return typeof entry === 'number' ? this.track(index, this.names()[index] ?? '') : entry;
  }

  /** Tracks the log at `index`. `undefined` for a name that no log can have: names from a cache are not trusted. */
  track(index: number, name: string): TrackedLog | undefined {
    const entry = this.#entryAt(index);
    if (typeof entry === 'object') return entry;
    const file = logFileIn(this.folder, name);
    if (file === undefined) return undefined;
    const log = newTrackedLog(file, this.folder.root);
    const summary = this.summaryAt(index);
    if (summary !== undefined) log.restore(summary);
    this.#ownEntries()[index] = log;
    return log;
  }

  /** The log at `index` is gone; its name stays listed until the next scan. */
  deleteAt(index: number): void {
    this.#ownEntries()[index] = undefined;
  }

  /** Takes the names that are listed now. Returns the logs whose names are gone. */
  update(names: readonly string[]): TrackedLog[] {
    const before = new Map(this.names().map((name, index) => [name, index]));
    const entries = names.map((name) => {
      const index = before.get(name);
      before.delete(name);
      return index === undefined ? undefined : this.#entryAt(index);
    });
    const gone = [...before.values()].flatMap((index) => this.logAt(index) ?? []);
    this.#listed = { ...this.#listed, count: names.length, names: names.join('\n') };
    this.#entries = entries;
    this.#indexes = undefined;
    return gone;
  }

  #entryAt(index: number): Entry {
    return this.#entries === undefined ? this.#listed.first + index : this.#entries[index];
  }

  #ownEntries(): Entry[] {
    this.#entries ??= Array.from({ length: this.count }, (_, index) => this.#listed.first + index);
    return this.#entries;
  }
}
