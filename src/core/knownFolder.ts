/** One folder of logs, with what is known of each name in it. */
import type { KnownLog } from './logStore.ts';
import type { LogFolder } from './logFolder.ts';

/** What is known of one name: nothing yet, a number on the shelf, or the log. */
type Entry = KnownLog | number | undefined;

/** Of one listing: most folders are asked for few names or none, and places of all names take memory. */
const lookupsWithoutPlaces = 8;

export class KnownFolder {
  readonly folder: LogFolder;
  /** Names of the logs, in the order in which the disk lists them, parted by newlines: they are many, and seldom asked for. */
  text: string;
  count: number;
  /** The listing that saw it last. */
  listing = 0;
  /** Number on the shelf of the first log, while the folder is as the shelf has it. */
  readonly #first: number;
  #entries: Entry[] | undefined;
  /** Places of the names, when they are asked for again and again. */
  #places: Map<string, number> | undefined;
  #lookups = 0;

  constructor(folder: LogFolder, shelved: { readonly first: number; readonly logs: number; readonly names: string }) {
    this.folder = folder;
    this.text = shelved.names;
    this.count = shelved.logs;
    this.#first = shelved.first;
  }

  /** What is known of the nth name. */
  entry(at: number): Entry {
    return this.#entries === undefined ? this.#first + at : this.#entries[at];
  }

  setEntry(at: number, entry: Entry): void {
    this.#entries ??= Array.from({ length: this.count }, (_, each) => this.#first + each);
    this.#entries[at] = entry;
  }

  setAll(names: readonly string[], entries: Entry[]): void {
    this.text = names.join('\n');
    this.count = names.length;
    this.#entries = entries;
    this.#places = undefined;
    this.#lookups = 0;
  }

  names(): string[] {
    return this.text === '' ? [] : this.text.split('\n');
  }

  /** Place of a name; -1 when it is not there. */
  indexOf(name: string): number {
    if (this.#lookups++ < lookupsWithoutPlaces) return this.text.includes(name) ? this.names().indexOf(name) : -1;
    this.#places ??= new Map(this.names().map((each, at) => [each, at]));
    return this.#places.get(name) ?? -1;
  }
}
