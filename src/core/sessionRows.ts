/** The row of each session. Those that the cache gave stay on its shelf until they are asked for by ID. */
import type { SessionId, SessionRow } from './model.ts';
import type { RowShelf } from './rowShelf.ts';
import { byActivity } from './sessionOrder.ts';

/** The row, or its number on the shelf. */
type Entry = SessionRow | number;

export class SessionRows implements ReadonlyMap<SessionId, SessionRow> {
  /** `undefined`: all rows are on the shelf, and nobody has asked for one by ID. */
  #byId: Map<SessionId, Entry> | undefined = new Map();
  #shelf: RowShelf | undefined;
  #shelved = 0;

  /** Begins with what the cache knows. Only for new rows. */
  recall(shelf: RowShelf): void {
    this.#shelf = shelf;
    this.#shelved = shelf.ids.count;
    this.#byId = undefined;
  }

  get size(): number {
    return this.#byId?.size ?? this.#shelved;
  }

  has(id: SessionId): boolean {
    return this.#entries.has(id);
  }

  get(id: SessionId): SessionRow | undefined {
    const entry = this.#entries.get(id);
    if (typeof entry !== 'number') return entry;
    const row = this.#rowOf(entry);
    this.set(id, row);
    return row;
  }

  set(id: SessionId, row: SessionRow): void {
    this.#leaveShelf(id);
    this.#entries.set(id, row);
  }

  delete(id: SessionId): boolean {
    this.#leaveShelf(id);
    return this.#entries.delete(id);
  }

  keys(): MapIterator<SessionId> {
    return this.#entries.keys();
  }

  /** Whoever walks through all rows seldom keeps them: those on the shelf are put together anew. */
  *values(): Generator<SessionRow, undefined> {
    for (const entry of this.#entries.values()) yield this.#rowOf(entry);
  }

  *entries(): Generator<[SessionId, SessionRow], undefined> {
    for (const [id, entry] of this.#entries) yield [id, this.#rowOf(entry)];
  }

  [Symbol.iterator](): Generator<[SessionId, SessionRow], undefined> {
    return this.entries();
  }

  forEach(each: (row: SessionRow, id: SessionId, rows: ReadonlyMap<SessionId, SessionRow>) => void): void {
    for (const [id, row] of this.entries()) each(row, id, this);
  }

  /** By last activity. The shelf is in that order, so that only rows that are asked for are put together. */
  *newestFirst(): Generator<SessionRow, undefined> {
    const shelf = this.#shelf;
    if (this.#byId === undefined && shelf !== undefined) {
      for (let number = 0; number < shelf.ids.count; number++) yield shelf.rowInPassing(number);
      return;
    }
    const changed: SessionRow[] = [];
    for (const entry of this.#entries.values()) if (typeof entry !== 'number') changed.push(entry);
    changed.sort(byActivity);
    let next = 0;
    for (const entry of this.#entries.values()) {
      if (typeof entry !== 'number') continue;
      const row = this.#rowOf(entry);
      for (let other = changed[next]; other !== undefined && byActivity(other, row) < 0; other = changed[++next]) {
        yield other;
      }
      yield row;
    }
    yield* changed.slice(next);
  }

  /** All working directories that rows name. */
  cwds(): ReadonlySet<string> {
    if (this.#byId === undefined) return new Set(this.#shelf?.cwds());
    const cwds = new Set<string>();
    for (const entry of this.#entries.values()) {
      const named = typeof entry === 'number' ? this.#shelf?.cwdsOf(entry) : entry.cwds;
      for (const cwd of named ?? []) cwds.add(cwd);
    }
    return cwds;
  }

  get #entries(): Map<SessionId, Entry> {
    this.#byId ??= new Map(this.#shelf?.ids.all.map((id, number) => [id, number]));
    return this.#byId;
  }

  /** A shelf without rows is not kept in memory. */
  #leaveShelf(id: SessionId): void {
    if (typeof this.#entries.get(id) === 'number' && --this.#shelved === 0) this.#shelf = undefined;
  }

  #rowOf(entry: Entry): SessionRow {
    if (typeof entry !== 'number') return entry;
    const row = this.#shelf?.row(entry);
    if (row === undefined) throw new Error('a row of no shelf');
    return row;
  }
}
