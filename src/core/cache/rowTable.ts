/** Rows as columns for the cache, and back as the shelf: numbers apart, what repeats named once, what the table of logs says left out. */
import * as path from 'node:path';
import { textOf, type Columns } from './columns.ts';
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
    const usual = plans === 0 ? none : usualPaths(row.root, row.slugs.filter(isSlug));
    if (names.length > 0 || paths.join('\n') !== usual.join('\n')) oddPlans.push([i, paths, names]);
  }
  const columns = {
    times: Float64Array.from(times),
    counts: Uint32Array.from(counts),
    ids: Buffer.from(rows.map((row) => row.sessionId).join('')),
    titles: Buffer.concat(titles),
  };
  const slugs = rows.map(({ slugs: all }) => (all.length === 0 ? 0 : all.length === 1 ? (all[0] ?? 0) : all));
  return { columns, texts: { slugs, cwds: cwds.list, branches: branches.list, oddTitles, oddPlans } };
}

/** The session IDs, as they were written. */
export function unpackIds(column: Uint8Array): SessionId[] {
  const text = textOf(column, 'latin1');
  const ids: SessionId[] = [];
  for (let at = 0; at < text.length; at += 36) ids.push(text.slice(at, at + 36) as SessionId);
  return ids;
}

/** `logsOf` gives the paths of a session's logs. */
export function unpackRows(
  ids: readonly SessionId[],
  columns: Columns<typeof rowColumns>,
  texts: RowTexts,
  roots: readonly string[],
  logsOf: (session: number) => readonly string[],
): RowShelf {
  return new PackedRows(ids, columns, texts, roots, logsOf);
}

class PackedRows implements RowShelf {
  readonly ids: readonly SessionId[];
  readonly #columns: Columns<typeof rowColumns>;
  readonly #texts: RowTexts;
  readonly #roots: readonly string[];
  readonly #logsOf: (session: number) => readonly string[];
  readonly #titles: Buffer;
  readonly #oddTitles: ReadonlyMap<number, string>;
  readonly #oddPlans: ReadonlyMap<number, SessionPlans>;

  constructor(
    ids: readonly SessionId[],
    columns: Columns<typeof rowColumns>,
    texts: RowTexts,
    roots: readonly string[],
    logsOf: (session: number) => readonly string[],
  ) {
    this.ids = ids;
    const { times, counts, titles } = columns;
    this.#columns = { times, counts, titles };
    this.#texts = texts;
    this.#roots = roots;
    this.#logsOf = logsOf;
    this.#oddTitles = new Map(texts.oddTitles);
    this.#oddPlans = new Map(texts.oddPlans.map(([number, paths, names]) => [number, { paths, names }]));
    const { buffer, byteOffset, length } = columns.titles;
    this.#titles = Buffer.from(buffer, byteOffset, length);
  }

  row(number: number): SessionRow {
    const { times, counts } = this.#columns;
    const { slugs, branches } = this.#texts;
    const at = number * width;
    const titleSource = titleSources[counts[at] ?? 0];
    return {
      sessionId: this.ids[number] as SessionId,
      title: titleSource && this.#titleOf(number),
      titleSource,
      cwds: this.cwdsOf(number),
      branch: branches[counts[at + 3] ?? 0] ?? undefined,
      firstActivity: timeOf(times[number * 2]),
      lastActivity: this.lastActivityOf(number),
      state: undefined,
      slugs: listOf(slugs[number]),
      plans: counts[at + 4] ?? 0,
      agents: counts[at + 5] ?? 0,
      scratch: this.scratchOf(number),
      root: this.#rootOf(number),
      logs: this.#logsOf(number),
    };
  }

  lastActivityOf(number: number): number | undefined {
    return timeOf(this.#columns.times[number * 2 + 1]);
  }

  scratchOf(number: number): number {
    return this.#columns.counts[number * width + 6] ?? 0;
  }

  cwdsOf(number: number): readonly string[] {
    return this.#texts.cwds[this.#columns.counts[number * width + 2] ?? 0] ?? none;
  }

  plansOf(number: number): SessionPlans {
    const odd = this.#oddPlans.get(number);
    if (odd !== undefined) return odd;
    const slugs = this.#plansNamedBySlugs(number);
    return slugs.length === 0 ? noPlans : { paths: usualPaths(this.#rootOf(number), slugs), names: none };
  }

  *plans(): Generator<NamedPlan> {
    for (const [number, id] of this.ids.entries()) {
      const names = this.#oddPlans.get(number)?.paths.map(nameOf) ?? this.#plansNamedBySlugs(number);
      for (const name of names) yield [name, id];
    }
  }

  /** Where that is as usual. */
  #plansNamedBySlugs(number: number): readonly string[] {
    const plans = this.#columns.counts[number * width + 4] ?? 0;
    return plans === 0 ? none : listOf(this.#texts.slugs[number]).filter(isSlug);
  }

  #rootOf(number: number): string {
    return this.#roots[this.#columns.counts[number * width + 1] ?? 0] ?? '';
  }

  #titleOf(number: number): string {
    const { counts } = this.#columns;
    const [start, end] = [counts[(number - 1) * width + 7] ?? 0, counts[number * width + 7] ?? 0];
    return this.#oddTitles.get(number) ?? this.#titles.toString('utf8', start, end);
  }
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
