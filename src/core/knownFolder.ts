/** One folder of logs, with what is known of each name in it. */
import type { FileStamp } from './fileStamp.ts';
import type { KnownLog } from './logStore.ts';
import type { ShelvedFolder } from './logShelf.ts';
import { foldersBelow, type LogFolder } from './roots.ts';

/** What is known of one name: nothing yet, a number on the shelf, or the log. */
type Entry = KnownLog | number | undefined;

/** Of one listing: most folders are asked for few names or none, and places of all names take memory. */
const lookupsWithoutPlaces = 8;

export class KnownFolder {
  readonly folder: LogFolder;
  /** Names of the logs, in the order in which the disk lists them, parted by newlines: they are many, and seldom asked for. */
  text: string;
  count: number;
  /** Names of the folders below that hold, or may come to hold, agent logs, parted by newlines. */
  below: string;
  /** While this is the folder's stamp, a listing says what the last one said; `undefined`: only a listing tells. */
  stamp: FileStamp | undefined;
  /** The listing that saw it last. */
  listing = 0;
  /** Number on the shelf of the first log, while the folder is as the shelf has it. */
  readonly #first: number;
  #entries: Entry[] | undefined;
  /** Places of the names, when they are asked for again and again. */
  #places: Map<string, number> | undefined;
  #lookups = 0;

  constructor({ folder, first, logs, names, below, stamp }: ShelvedFolder) {
    this.folder = folder;
    this.text = names;
    this.count = logs;
    this.below = below;
    this.stamp = stamp;
    this.#first = first;
  }

  /** What is known of the nth name. */
  entry(at: number): Entry {
    return this.#entries === undefined ? this.#first + at : this.#entries[at];
  }

  setEntry(at: number, entry: Entry): void {
    this.entries[at] = entry;
  }

  get entries(): Entry[] {
    this.#entries ??= Array.from({ length: this.count }, (_, at) => this.#first + at);
    return this.#entries;
  }

  setAll(names: readonly string[], entries: Entry[]): void {
    this.text = names.join('\n');
    this.count = names.length;
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
