/** Rows as they stand in the cache's columns: the shelf. Each is put together when it is asked for. */
import type { Columns } from './columns.ts';
import type { PackedIds } from './packedIds.ts';
import { plansNamedBySlugs, rowWidth, titleSources, usualPaths, type rowColumns, type RowTexts } from './rowColumns.ts';
import type { SessionId, SessionRow, TitleSource } from '../../model.ts';
import { planNameOf, noPlans, type NamedPlan, type RowPlans } from '../../plans/planOwners.ts';
import type { CachedRows } from '../cachedRows.ts';

const none: readonly string[] = [];

export class PackedRows implements CachedRows {
  readonly ids: PackedIds;
  readonly columns: Columns<typeof rowColumns>;
  readonly texts: RowTexts;
  readonly roots: readonly string[];
  readonly logsOf: (session: number) => readonly string[];
  readonly #titles: Buffer;
  readonly #oddTitles: ReadonlyMap<number, string>;
  readonly #oddPlans: ReadonlyMap<number, RowPlans>;

  /** `logsOf` gives the paths of a session's logs. */
  constructor(
    ids: PackedIds,
    columns: Columns<typeof rowColumns>,
    texts: RowTexts,
    roots: readonly string[],
    logsOf: (session: number) => readonly string[],
  ) {
    this.ids = ids;
    const { times, counts, titles } = columns;
    this.columns = { times, counts, titles };
    this.texts = texts;
    this.roots = roots;
    this.logsOf = logsOf;
    this.#oddTitles = new Map(texts.oddTitles);
    this.#oddPlans = new Map(texts.oddPlans.map(([number, paths, names]) => [number, { paths, names }]));
    const { buffer, byteOffset, length } = columns.titles;
    this.#titles = Buffer.from(buffer, byteOffset, length);
  }

  rowAt(number: number): SessionRow {
    const rowAt = new PackedRow(this, number);
    return {
      sessionId: rowAt.sessionId,
      title: rowAt.title,
      titleSource: rowAt.titleSource,
      cwds: rowAt.cwds,
      branch: rowAt.branch,
      firstActivity: rowAt.firstActivity,
      lastActivity: rowAt.lastActivity,
      state: rowAt.state,
      slugs: rowAt.slugs,
      plans: rowAt.plans,
      agents: rowAt.agents,
      scratch: rowAt.scratch,
      root: rowAt.root,
      logs: rowAt.logs,
    };
  }

  rowInPassing(number: number): SessionRow {
    return new PackedRow(this, number);
  }

  scratchOf(number: number): number {
    return this.columns.counts[number * rowWidth + 6] ?? 0;
  }

  cwds(): Iterable<string> {
    return this.texts.cwds.flat();
  }

  cwdsOf(number: number): readonly string[] {
    return this.texts.cwds[this.columns.counts[number * rowWidth + 2] ?? 0] ?? none;
  }

  lastActivityOf(number: number): number | undefined {
    return timeOf(this.columns.times[number * 2 + 1]);
  }

  plansOf(number: number): RowPlans {
    const odd = this.#oddPlans.get(number);
    if (odd !== undefined) return odd;
    const row = new PackedRow(this, number);
    const slugs = plansNamedBySlugs(row);
    return slugs.length === 0 ? noPlans : { paths: usualPaths(row.root, slugs), names: none };
  }

  *plans(): Generator<NamedPlan> {
    for (let number = 0; number < this.ids.count; number++) {
      const row = new PackedRow(this, number);
      const names = this.#oddPlans.get(number)?.paths.map(planNameOf) ?? plansNamedBySlugs(row);
      for (const name of names) yield [name, row.sessionId];
    }
  }

  titleOf(number: number): string {
    const { counts } = this.columns;
    const [start, end] = [counts[(number - 1) * rowWidth + 7] ?? 0, counts[number * rowWidth + 7] ?? 0];
    // Without a name for UTF-8, which takes as long to look up as a title takes to decode.
    return this.#oddTitles.get(number) ?? this.#titles.toString(undefined, start, end);
  }
}

/** A row of which nothing is put together that nobody asks for. */
class PackedRow implements SessionRow {
  readonly #rows: PackedRows;
  readonly #number: number;
  readonly state = undefined;

  constructor(rows: PackedRows, number: number) {
    this.#rows = rows;
    this.#number = number;
  }

  get sessionId(): SessionId {
    return this.#rows.ids.idAt(this.#number) as SessionId;
  }

  get title(): string | undefined {
    return this.titleSource && this.#rows.titleOf(this.#number);
  }

  get titleSource(): TitleSource | undefined {
    return titleSources[this.#count(0)];
  }

  get cwds(): readonly string[] {
    return this.#rows.cwdsOf(this.#number);
  }

  get branch(): string | undefined {
    return this.#rows.texts.branches[this.#count(3)] ?? undefined;
  }

  get firstActivity(): number | undefined {
    return timeOf(this.#rows.columns.times[this.#number * 2]);
  }

  get lastActivity(): number | undefined {
    return timeOf(this.#rows.columns.times[this.#number * 2 + 1]);
  }

  get slugs(): readonly string[] {
    return slugsOf(this.#rows.texts.slugs[this.#number]);
  }

  get plans(): number {
    return this.#count(4);
  }

  get agents(): number {
    return this.#count(5);
  }

  get scratch(): number {
    return this.#count(6);
  }

  get root(): string {
    return this.#rows.roots[this.#count(1)] ?? '';
  }

  get logs(): readonly string[] {
    return this.#rows.logsOf(this.#number);
  }

  /** A number of the row, by its place in `rowColumns.counts`. */
  #count(place: number): number {
    return this.#rows.columns.counts[this.#number * rowWidth + place] ?? 0;
  }
}

function slugsOf(slugs: RowTexts['slugs'][number] = 0): readonly string[] {
  if (typeof slugs === 'string') return [slugs];
  return Array.isArray(slugs) ? slugs.filter((one) => typeof one === 'string') : none;
}

function timeOf(time = NaN): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
