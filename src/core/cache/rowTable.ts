/** Rows as columns for the cache, and back as the shelf: numbers apart, what repeats named once, what the table of logs says left out. */
import * as path from 'node:path';
import type { Columns } from './columns.ts';
import { PackedIds } from './packedIds.ts';
import { isSlug } from '../ids.ts';
import type { SessionId, SessionRow, TitleSource } from '../model.ts';
import type { SessionPlans } from '../planOwners.ts';
import type { RowShelf } from '../rowShelf.ts';

export const rowColumns = {
  /** First and last activity; NaN: none. */
  times: Float64Array,
  /** Of each row: title source, root, working directories and branch by number, then plans, agents, scratch, bytes of title. */
  counts: Uint32Array,
  /** Session IDs, one behind the other. */
  ids: Uint8Array,
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
): { columns: Columns<typeof rowColumns>; texts: RowTexts } {
  const cwds = new Numbered<readonly string[]>();
  const branches = new Numbered<string | null>();
  const times: number[] = [];
  const counts: number[] = [];
  const titles: Buffer[] = [];
  const oddTitles: [number, string][] = [];
  const oddPlans: [number, readonly string[], readonly string[]][] = [];
  for (const [i, row] of rows.entries()) {
    const { plans, agents, scratch } = row;
    const isOdd = row.title !== undefined && loneSurrogate.test(row.title);
    if (isOdd) oddTitles.push([i, row.title ?? '']);
    const bytes = Buffer.from(isOdd ? '' : (row.title ?? ''));
    titles.push(bytes);
    times.push(row.firstActivity ?? NaN, row.lastActivity ?? NaN);
    counts.push(titleSources.indexOf(row.titleSource), roots.indexOf(row.root), cwds.numberOf(row.cwds));
    counts.push(branches.numberOf(row.branch ?? null), plans, agents, scratch, bytes.length);
    const { paths, names } = plansOf(row.sessionId);
    if (names.length > 0 || paths.join('\n') !== usualPaths(row).join('\n')) oddPlans.push([i, paths, names]);
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
  readonly #columns: Columns<typeof rowColumns>;
  readonly #texts: RowTexts;
  readonly #roots: readonly string[];
  readonly #logsOf: (session: number) => readonly string[];
  readonly #titles: Buffer;
  /** Where each title begins, and where the last one ends. */
  readonly #titleStarts: Uint32Array;
  readonly #oddTitles: ReadonlyMap<number, string>;

  constructor(
    ids: PackedIds,
    columns: Columns<typeof rowColumns>,
    texts: RowTexts,
    roots: readonly string[],
    logsOf: (session: number) => readonly string[],
  ) {
    this.ids = ids;
    this.#columns = columns;
    this.#texts = texts;
    this.#roots = roots;
    this.#logsOf = logsOf;
    this.#oddTitles = new Map(texts.oddTitles);
    const { buffer, byteOffset, length } = columns.titles;
    this.#titles = Buffer.from(buffer, byteOffset, length);
    this.#titleStarts = new Uint32Array(ids.count + 1);
    for (let i = 0; i < ids.count; i++) {
      this.#titleStarts[i + 1] = (this.#titleStarts[i] ?? 0) + (columns.counts[i * width + 7] ?? 0);
    }
  }

  row(number: number): SessionRow {
    const { times, counts } = this.#columns;
    const { slugs, branches } = this.#texts;
    const at = number * width;
    const titleSource = titleSources[counts[at] ?? 0];
    return {
      sessionId: this.ids.at(number) as SessionId,
      title: titleSource && this.#titleOf(number),
      titleSource,
      cwds: this.cwdsOf(number),
      branch: branches[counts[at + 3] ?? 0] ?? undefined,
      firstActivity: timeOf(times[number * 2]),
      lastActivity: timeOf(times[number * 2 + 1]),
      state: undefined,
      slugs: listOf(slugs[number]),
      plans: counts[at + 4] ?? 0,
      agents: counts[at + 5] ?? 0,
      scratch: this.scratchOf(number),
      root: this.#roots[counts[at + 1] ?? 0] ?? '',
      logs: this.#logsOf(number),
    };
  }

  scratchOf(number: number): number {
    return this.#columns.counts[number * width + 6] ?? 0;
  }

  cwds(): Iterable<string> {
    return this.#texts.cwds.flat();
  }

  cwdsOf(number: number): readonly string[] {
    return this.#texts.cwds[this.#columns.counts[number * width + 2] ?? 0] ?? none;
  }

  *plans(): Generator<readonly [SessionId, SessionPlans]> {
    const odd = new Map(this.#texts.oddPlans.map(([number, paths, names]) => [number, { paths, names }]));
    for (let number = 0; number < this.ids.count; number++) {
      const isCounted = (this.#columns.counts[number * width + 4] ?? 0) > 0;
      const plans = odd.get(number) ?? (isCounted ? { paths: usualPaths(this.row(number)), names: none } : undefined);
      if (plans !== undefined) yield [this.ids.at(number) as SessionId, plans];
    }
  }

  #titleOf(number: number): string {
    const [start = 0, end = 0] = this.#titleStarts.subarray(number, number + 2);
    return this.#oddTitles.get(number) ?? this.#titles.toString('utf8', start, end);
  }
}

function usualPaths({ root, slugs, plans }: SessionRow): string[] {
  return plans === 0 ? [] : slugs.filter(isSlug).map((slug) => path.join(root, 'plans', `${slug}.md`));
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
