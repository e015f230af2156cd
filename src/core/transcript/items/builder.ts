/** Collects the items of one record and numbers them. */
import type { ItemSource, TranscriptItem } from './items.ts';
import type { Json } from '../../text/schema.ts';
import type { Limits } from './limits.ts';
import type { RecordPosition } from './recordSource.ts';

/** An item without what all items of its record share. */
type Bare<Item> = Item extends TranscriptItem ? Omit<Item, keyof ItemSource> : never;
export type BareItem = Bare<TranscriptItem>;

export class ItemBuilder {
  readonly record: Json;
  readonly limits: Limits;
  /** The record is whole; of a very long line only the two ends were read. */
  readonly whole: boolean;
  readonly items: TranscriptItem[] = [];
  readonly #source: ItemSource;
  readonly #place: RecordPosition;
  #images = 0;

  constructor(record: Json, source: ItemSource, place: RecordPosition, limits: Limits) {
    this.record = record;
    this.#source = source;
    this.#place = place;
    this.limits = limits;
    this.whole = source.oversized === undefined;
  }

  add(item: BareItem): void {
    const key = `${this.#source.offset}.${this.#place.first + this.items.length}`;
    this.items.push({ ...this.#source, key, ...item });
  }

  /** Offset after the record's line. */
  get end(): number {
    return this.#place.end;
  }

  /** Place of the next image among the record's images. */
  nextImage(): number {
    return this.#images++;
  }
}
