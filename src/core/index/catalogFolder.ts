/** One folder of logs, with what is known of each name in it. */
import type { FileStamp } from '../disk/fileStamp.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import type { CachedFolder } from './cachedLogs.ts';
import type { TrackedLog } from '../log/trackedLog.ts';
import { foldersBelow } from '../roots/roots.ts';

/** What is known of one name: nothing yet, a number on the shelf, or the log. */
type Entry = TrackedLog | number | undefined;

/** While its names are the same: most folders are asked for few of them or none, and places of all names take memory. */
const lookupsWithoutPlaces = 8;

export class CatalogFolder {
  /** The listing that saw it last. */
  scan = 0;
  /** The folder as the shelf has it, until the disk lists something else. */
  #listed: CachedFolder;
  #entries: Entry[] | undefined;
  /** Places of the names, when they are asked for again and again. */
  #places: Map<string, number> | undefined;
  #lookups = 0;

  constructor(listed: CachedFolder) {
    this.#listed = listed;
  }

  get folder(): LogFolder {
    return this.#listed.folder;
  }

  get count(): number {
    return this.#listed.logs;
  }

  /** Names of the logs, in the order in which the disk lists them, parted by newlines: they are many, and seldom asked for. */
  get text(): string {
    return this.#listed.names;
  }

  /** While this is the folder's stamp, a listing says what the last one said; `undefined`: only a listing tells. */
  get stamp(): FileStamp | undefined {
    return this.#listed.stamp;
  }

  /** Names of the folders below that hold, or may come to hold, agent logs, parted by newlines; none without a stamp. */
  get below(): string {
    return this.#listed.below;
  }

  /** What is known of the nth name. */
  entryAt(at: number): Entry {
    return this.#entries === undefined ? this.#listed.first + at : this.#entries[at];
  }

  setEntryAt(at: number, entry: Entry): void {
    this.#entries ??= Array.from({ length: this.count }, (_, each) => this.#listed.first + each);
    this.#entries[at] = entry;
  }

  setStamp(stamp: FileStamp | undefined, below: string): void {
    this.#listed = { ...this.#listed, stamp, below };
  }

  setAll(names: readonly string[], entries: Entry[]): void {
    this.#listed = { ...this.#listed, logs: names.length, names: names.join('\n') };
    this.#entries = entries;
    this.#places = undefined;
    this.#lookups = 0;
  }

  names(): string[] {
    return linesOf(this.text);
  }

  foldersBelow(): LogFolder[] {
    return foldersBelow(this.folder, linesOf(this.below));
  }

  /** Place of a name; -1 when it is not there. */
  indexOf(name: string): number {
    if (this.#lookups++ < lookupsWithoutPlaces) return this.text.includes(name) ? this.names().indexOf(name) : -1;
    this.#places ??= new Map(this.names().map((each, at) => [each, at]));
    return this.#places.get(name) ?? -1;
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}
