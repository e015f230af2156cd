/**
 * The row of each session, and the plans that it counts. Those that are as the cache has them stay on its shelf, and are put
 * together for whoever asks.
 */
import type { SessionId, SessionRow } from '../model.ts';
import { noPlans, type RowPlans } from '../plans/planOwners.ts';
import type { CachedRows } from './cachedRows.ts';
import { byActivity } from './sessionOrder.ts';

interface Known {
  readonly row: SessionRow;
  readonly plans: RowPlans;
  /** Number of the session on the shelf, which has another row of it. */
  readonly number: number | undefined;
}

/** What is known of a session, or its number on the shelf that knows it. */
type Entry = Known | number;

export class SessionRows implements ReadonlyMap<SessionId, SessionRow> {
  /** `undefined`: all rows are on the shelf, and nobody has asked for one by ID. */
  #byId: Map<SessionId, Entry> | undefined = new Map();
  #cached: CachedRows | undefined;
  #cachedCount = 0;

  /**
   * Begins with what the cache knows; or goes on with it, when the cache has just been written: live states, which no cache
   * has, stay.
   */
  restore(shelf: CachedRows): void {
    const live: Known[] = [];
    for (const entry of this.#byId?.values() ?? []) {
      if (typeof entry !== 'number' && entry.row.state !== undefined) live.push(entry);
    }
    this.#cached = shelf;
    this.#cachedCount = shelf.ids.count;
    this.#byId = undefined;
    for (const { row, plans } of live) this.set(row.sessionId, row, plans);
  }

  get size(): number {
    return this.#byId?.size ?? this.#cachedCount;
  }

  has(id: SessionId): boolean {
    return this.#entries.has(id);
  }

  get(id: SessionId): SessionRow | undefined {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : this.#rowOf(entry);
  }

  /** The same as the row says, which is not put together for it. */
  lastActivityOf(id: SessionId): number | undefined {
    const entry = this.#entries.get(id);
    return typeof entry === 'number' ? this.#cached?.lastActivityOf(entry) : entry?.row.lastActivity;
  }

  plansOf(id: SessionId): RowPlans {
    const entry = this.#entries.get(id);
    return (typeof entry === 'number' ? this.#cached?.plansOf(entry) : entry?.plans) ?? noPlans;
  }

  /** Number of a session on the shelf, whether or not the row there still holds. */
  numberOf(id: SessionId): number | undefined {
    const entry = this.#entries.get(id);
    return typeof entry === 'number' ? entry : entry?.number;
  }

  set(id: SessionId, row: SessionRow, plans: RowPlans): void {
    const number = this.numberOf(id);
    this.#leaveCache(id);
    const hasPlans = plans.paths.length > 0 || plans.names.length > 0;
    this.#entries.set(id, { row, plans: hasPlans ? plans : noPlans, number });
  }

  delete(id: SessionId): boolean {
    this.#leaveCache(id);
    return this.#entries.delete(id);
  }

  keys(): MapIterator<SessionId> {
    return this.#entries.keys();
  }

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
  newestFirst(): Generator<SessionRow, undefined> {
    return this.#inOrder((shelf, number) => shelf.rowAt(number));
  }

  /** The same for whoever reads some fields and lets go of the row: it is neither to be kept nor to be copied. */
  newestInPassing(): Generator<SessionRow, undefined> {
    return this.#inOrder((shelf, number) => shelf.rowInPassing(number));
  }

  *#inOrder(rowOf: (shelf: CachedRows, number: number) => SessionRow): Generator<SessionRow, undefined> {
    const shelf = this.#cached;
    if (this.#byId === undefined && shelf !== undefined) {
      for (let number = 0; number < shelf.ids.count; number++) yield rowOf(shelf, number);
      return;
    }
    const changed: SessionRow[] = [];
    for (const entry of this.#entries.values()) if (typeof entry !== 'number') changed.push(entry.row);
    changed.sort(byActivity);
    let next = 0;
    for (const entry of this.#entries.values()) {
      if (typeof entry !== 'number' || shelf === undefined) continue;
      const row = rowOf(shelf, entry);
      for (let other = changed[next]; other !== undefined && byActivity(other, row) < 0; other = changed[++next]) {
        yield other;
      }
      yield row;
    }
    yield* changed.slice(next);
  }

  /** All working directories that rows name. */
  cwds(): ReadonlySet<string> {
    if (this.#byId === undefined) return new Set(this.#cached?.cwds());
    const cwds = new Set<string>();
    for (const entry of this.#entries.values()) {
      const named = typeof entry === 'number' ? this.#cached?.cwdsOf(entry) : entry.row.cwds;
      for (const cwd of named ?? []) cwds.add(cwd);
    }
    return cwds;
  }

  get #entries(): Map<SessionId, Entry> {
    this.#byId ??= new Map(this.#cached?.ids.all.map((id, number) => [id, number]));
    return this.#byId;
  }

  /** A shelf without rows is not kept in memory. */
  #leaveCache(id: SessionId): void {
    if (typeof this.#entries.get(id) === 'number' && --this.#cachedCount === 0) this.#cached = undefined;
  }

  #rowOf(entry: Entry): SessionRow {
    if (typeof entry !== 'number') return entry.row;
    const row = this.#cached?.rowAt(entry);
    if (row === undefined) throw new Error('a row of no shelf');
    return row;
  }
}
