/** The IDs of all sessions by number, as one text: most starts ask for few of them. */
import type { SessionId } from '../../model.ts';
import { textOf } from './columns.ts';

const idLength = 36;

export class PackedIds {
  readonly count: number;
  readonly #text: string;
  #all: readonly SessionId[] | undefined;

  /** As `pack` made it. */
  constructor(column: Uint8Array) {
    this.#text = textOf(column, 'latin1');
    this.count = column.length / idLength;
    if (!Number.isInteger(this.count)) throw new RangeError('half an ID');
  }

  static pack(ids: readonly SessionId[]): Buffer<ArrayBuffer> {
    return Buffer.from(ids.join(''));
  }

  /** `undefined` when there is no such number. */
  idAt(number: number): SessionId | undefined {
    if (this.#all !== undefined) return this.#all[number];
    const isThere = number >= 0 && number < this.count;
    return isThere ? (this.#text.slice(number * idLength, (number + 1) * idLength) as SessionId) : undefined;
  }

  /** All of them; from then on `at` makes no new texts. */
  get all(): readonly SessionId[] {
    this.#all ??= Array.from({ length: this.count }, (_, number) => this.idAt(number) as SessionId);
    return this.#all;
  }
}
