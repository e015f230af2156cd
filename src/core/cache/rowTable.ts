/** Rows as columns for the cache, and back as the shelf: numbers apart, what repeats named once, what the table of logs says left out. */
import * as path from 'node:path';
import type { Columns } from './columns.ts';
import { PackedIds } from './packedIds.ts';
import { isSlug } from '../ids.ts';
import type { SessionId, SessionRow, TitleSource } from '../model.ts';
import { nameOf, noPlans, type NamedPlan, type SessionPlans } from '../planOwners.ts';
import type { RowShelf } from '../rowShelf.ts';

export const idColumns = {
  /** Session IDs, one behind the other. */
  ids: Uint8Array,
} as const;

export const rowColumns = {
  /** First and last activity; NaN: none. */
  times: Float64Array,
  /** Of each row: title source, root, working directories and branch by number, then plans, agents, scratch, where its title ends. */
  counts: Uint32Array,
  /** Titles, one behind the other. */
  titles: Uint8Array,
} as const;

/** The part of the rows that is no column. */
export interface RowTexts {
  readonly slugs: readonly (string | readonly string[] | 0)[];
  readonly cwds: readonly (readonly string[])[];
  readonly branches: readonly (string | null)[];
  /** Titles that UTF-8 cannot hold. */
  readonly oddTitles: readonly (readonly [row: number, title: string])[];
  /** Plans of rows where they are not simply the files in the root's plans folder that the slugs name. */
  readonly oddPlans: readonly (readonly [row: number, paths: readonly string[], names: readonly string[]])[];
}

const titleSources: readonly (TitleSource | undefined)[] = [undefined, 'custom', 'ai', 'summary', 'prompt'];
const width = 8;
const loneSurrogate = /[\ud800-\udfff]/u;
const none: readonly string[] = [];

export function packRows(
  rows: readonly SessionRow[],
  roots: readonly string[],
  plansOf: (id: SessionId) => SessionPlans,
): { columns: Columns<typeof idColumns & typeof rowColumns>; texts: RowTexts } {
  const cwds = new Numbered<readonly string[]>();
  const branches = new Numbered<string | null>();
  const times: number[] = [];
  const counts: number[] = [];
  const titles: Buffer[] = [];
  let titlesEnd = 0;
  const oddTitles: [number, string][] = [];
  const oddPlans: [number, readonly string[], readonly string[]][] = [];
  for (const [i, row] of rows.entries()) {
    const { plans, agents, scratch } = row;
    const isOdd = row.title !== undefined && loneSurrogate.test(row.title);
    if (isOdd) oddTitles.push([i, row.title ?? '']);
    const bytes = Buffer.from(isOdd ? '' : (row.title ?? ''));
    titles.push(bytes);
    titlesEnd += bytes.length;
    times.push(row.firstActivity ?? NaN, row.lastActivity ?? NaN);
    counts.push(titleSources.indexOf(row.titleSource), roots.indexOf(row.root), cwds.numberOf(row.cwds));
    counts.push(branches.numberOf(row.branch ?? null), plans, agents, scratch, titlesEnd);
    const { paths, names } = plansOf(row.sessionId);
    const usual = usualPaths(row.root, plansNamedBySlugs(row));
    if (names.length > 0 || paths.join('\n') !== usual.join('\n')) oddPlans.push([i, paths, names]);
  }
  const columns = {
    times: Float64Array.from(times),
    counts: Uint32Array.from(counts),
    ids: PackedIds.pack(rows.map((row) => row.sessionId)),
    titles: Buffer.concat(titles),
  };
  const slugs = rows.map(({ slugs: all }) => (all.length === 0 ? 0 : all.length === 1 ? (all[0] ?? 0) : all));
  return { columns, texts: { slugs, cwds: cwds.list, branches: branches.list, oddTitles, oddPlans } };
}

/** `logsOf` gives the paths of a session's logs. */
export function unpackRows(
  ids: PackedIds,
  columns: Columns<typeof rowColumns>,
  texts: RowTexts,
  roots: readonly string[],
  logsOf: (session: number) => readonly string[],
): RowShelf {
  return new PackedRows(ids, columns, texts, roots, logsOf);
}

class PackedRows implements RowShelf {
  readonly ids: PackedIds;
  readonly columns: Columns<typeof rowColumns>;
  readonly texts: RowTexts;
  readonly roots: readonly string[];
  readonly logsOf: (session: number) => readonly string[];
  readonly #titles: Buffer;
  readonly #oddTitles: ReadonlyMap<number, string>;
  readonly #oddPlans: ReadonlyMap<number, SessionPlans>;

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

  row(number: number): SessionRow {
    const row = new PackedRow(this, number);
    return {
      sessionId: row.sessionId,
      title: row.title,
      titleSource: row.titleSource,
      cwds: row.cwds,
      branch: row.branch,
      firstActivity: row.firstActivity,
      lastActivity: row.lastActivity,
      state: row.state,
      slugs: row.slugs,
      plans: row.plans,
      agents: row.agents,
      scratch: row.scratch,
      root: row.root,
      logs: row.logs,
    };
  }

  rowInPassing(number: number): SessionRow {
    return new PackedRow(this, number);
  }

  scratchOf(number: number): number {
    return this.columns.counts[number * width + 6] ?? 0;
  }

  cwds(): Iterable<string> {
    return this.texts.cwds.flat();
  }

  cwdsOf(number: number): readonly string[] {
    return this.texts.cwds[this.columns.counts[number * width + 2] ?? 0] ?? none;
  }

  lastActivityOf(number: number): number | undefined {
    return timeOf(this.columns.times[number * 2 + 1]);
  }

  plansOf(number: number): SessionPlans {
    const odd = this.#oddPlans.get(number);
    if (odd !== undefined) return odd;
    const row = new PackedRow(this, number);
    const slugs = plansNamedBySlugs(row);
    return slugs.length === 0 ? noPlans : { paths: usualPaths(row.root, slugs), names: none };
  }

  *plans(): Generator<NamedPlan> {
    for (let number = 0; number < this.ids.count; number++) {
      const row = new PackedRow(this, number);
      const names = this.#oddPlans.get(number)?.paths.map(nameOf) ?? plansNamedBySlugs(row);
      for (const name of names) yield [name, row.sessionId];
    }
  }

  titleOf(number: number): string {
    const { counts } = this.columns;
    const [start, end] = [counts[(number - 1) * width + 7] ?? 0, counts[number * width + 7] ?? 0];
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
    return this.#rows.ids.at(this.#number) as SessionId;
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
    return listOf(this.#rows.texts.slugs[this.#number]);
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
    return this.#rows.columns.counts[this.#number * width + place] ?? 0;
  }
}

/** Plans of a row where they are as usual. */
function plansNamedBySlugs({ plans, slugs }: SessionRow): readonly string[] {
  return plans === 0 ? none : slugs.filter(isSlug);
}

/** Files in the root's plans folder. */
function usualPaths(root: string, slugs: readonly string[]): string[] {
  return slugs.map((slug) => path.join(root, 'plans', `${slug}.md`));
}

function listOf(slugs: RowTexts['slugs'][number] = 0): readonly string[] {
  if (typeof slugs === 'string') return [slugs];
  return slugs === 0 ? none : slugs;
}

function timeOf(time = NaN): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}

/** Numbers for what repeats. */
class Numbered<T> {
  readonly list: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: T): number {
    const key = JSON.stringify(value);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.list.push(value) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
