/** The row of each session, and the plans that it counts. Rows that are as the cache has them are decoded on demand. */
import type { Origin, SessionId, SessionRow } from '../model.ts';
import { noPlans, type RowPlans } from '../plans/rowPlans.ts';
import type { CachedRows } from './cachedIndex.ts';
import { byActivity } from './sessionOrder.ts';

/** A row in memory. */
class Row {
  readonly row: SessionRow;
  readonly plans: RowPlans;
  /** Number of the session in the cache, which has another row of it. */
  readonly number: number | undefined;

  constructor(row: SessionRow, plans: RowPlans, number: number | undefined) {
    this.row = row;
    this.plans = plans;
    this.number = number;
  }

  get lastActivity(): number | undefined {
    return this.row.lastActivity;
  }

  get cwds(): readonly string[] {
    return this.row.cwds;
  }

  get origins(): readonly Origin[] {
    return this.row.origins;
  }
}

/** A view of a row in the cache. */
class CachedRow implements Row {
  readonly #rows: CachedRows;
  readonly number: number;

  constructor(rows: CachedRows, number: number) {
    this.#rows = rows;
    this.number = number;
  }

  get row(): SessionRow {
    return this.#rows.rowAt(this.number);
  }

  get plans(): RowPlans {
    return this.#rows.plansAt(this.number);
  }

  get lastActivity(): number | undefined {
    return this.#rows.lastActivityAt(this.number);
  }

  get cwds(): readonly string[] {
    return this.#rows.cwdsAt(this.number);
  }

  get origins(): readonly Origin[] {
    return this.#rows.originsAt(this.number);
  }
}

/** A row, or the number of one in the cache. */
type Entry = Row | number;

export class SessionRows implements ReadonlyMap<SessionId, SessionRow> {
  /** `undefined`: all rows are in the cache, and none was asked for by ID. */
  #byId: Map<SessionId, Entry> | undefined = new Map();
  #cached: CachedRows | undefined;
  #cachedCount = 0;

  /**
   * Starts from a cache; or replaces all rows by those of the cache that was just saved. Rows with a live state stay,
   * since no cache has it.
   */
  restore(cached: CachedRows): void {
    const live: Row[] = [];
    for (const entry of this.#byId?.values() ?? []) {
      if (typeof entry !== 'number' && entry.row.state !== undefined) live.push(entry);
    }
    this.#cached = cached;
    this.#cachedCount = cached.ids.count;
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
    return this.#rowOf(id)?.row;
  }

  /** `get(id)?.lastActivity`, without decoding the row. */
  lastActivityOf(id: SessionId): number | undefined {
    return this.#rowOf(id)?.lastActivity;
  }

  plansOf(id: SessionId): RowPlans {
    return this.#rowOf(id)?.plans ?? noPlans;
  }

  /** Number of a session in the cache, whether or not the row there still holds. */
  numberOf(id: SessionId): number | undefined {
    return this.#rowOf(id)?.number;
  }

  set(id: SessionId, row: SessionRow, plans: RowPlans): void {
    const number = this.numberOf(id);
    this.#release(id);
    const hasPlans = plans.paths.length > 0 || plans.names.length > 0;
    this.#entries.set(id, new Row(row, hasPlans ? plans : noPlans, number));
  }

  delete(id: SessionId): boolean {
    this.#release(id);
    return this.#entries.delete(id);
  }

  keys(): MapIterator<SessionId> {
    return this.#entries.keys();
  }

  *values(): Generator<SessionRow, undefined> {
    for (const entry of this.#entries.values()) yield this.#view(entry).row;
  }

  *entries(): Generator<[SessionId, SessionRow], undefined> {
    for (const [id, entry] of this.#entries) yield [id, this.#view(entry).row];
  }

  [Symbol.iterator](): Generator<[SessionId, SessionRow], undefined> {
    return this.entries();
  }

  forEach(each: (row: SessionRow, id: SessionId, rows: ReadonlyMap<SessionId, SessionRow>) => void): void {
    for (const [id, row] of this.entries()) each(row, id, this);
  }

  /** By last activity. The cache is in that order, so only rows that are asked for are decoded. */
  *newestFirst(): Generator<SessionRow, undefined> {
    const cached = this.#cached;
    if (this.#byId === undefined && cached !== undefined) {
      for (let number = 0; number < cached.ids.count; number++) yield cached.rowAt(number);
      return;
    }
    const changed: SessionRow[] = [];
    const unchanged: number[] = [];
    for (const entry of this.#entries.values()) {
      if (typeof entry === 'number') unchanged.push(entry);
      else changed.push(entry.row);
    }
    changed.sort(byActivity);
    let next = 0;
    for (const number of unchanged) {
      const row = cached?.rowAt(number);
      if (row === undefined) continue;
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
    for (const entry of this.#byId.values()) for (const cwd of this.#view(entry).cwds) cwds.add(cwd);
    return cwds;
  }

  /** Which sessions came from which, without decoding a row. */
  *origins(): Generator<[SessionId, readonly Origin[]], undefined> {
    for (const [id, entry] of this.#entries) yield [id, this.#view(entry).origins];
  }

  get #entries(): Map<SessionId, Entry> {
    this.#byId ??= new Map(this.#cached?.ids.all.map((id, number) => [id, number]));
    return this.#byId;
  }

  #rowOf(id: SessionId): Row | CachedRow | undefined {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : this.#view(entry);
  }

  #view(entry: Entry): Row | CachedRow {
    if (typeof entry !== 'number') return entry;
    if (this.#cached === undefined) throw new Error('a cached row without a cache');
    return new CachedRow(this.#cached, entry);
  }

  /** A cache of which no row is in use any more is released. */
  #release(id: SessionId): void {
    if (typeof this.#entries.get(id) === 'number' && --this.#cachedCount === 0) this.#cached = undefined;
  }
}
