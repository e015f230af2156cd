/** Rows as columns for the cache: numbers apart, values that repeat once, and without what the table of logs says. */
import * as path from 'node:path';
import type { Columns } from './columns.ts';
import { PackedIds } from './packedIds.ts';
import { isSlug } from '../../text/ids.ts';
import { originKinds, type Origin, type SessionId, type SessionRow, type TitleSource } from '../../model.ts';
import { parseSessionId } from '../../text/ids.ts';
import type { RowPlans } from '../../plans/rowPlans.ts';

export const idColumns = {
  /** Session IDs, end to end. */
  ids: Uint8Array,
} as const;

export const rowColumns = {
  /** First and last activity; NaN: none. */
  times: Float64Array,
  /**
   * Of each row: numbers of title source, root, working directories, branch; plans, agents, scratch; end of its title;
   * number of its entrypoints.
   */
  counts: Uint32Array,
  /** Titles, end to end. */
  titles: Uint8Array,
} as const;

/** The part of the rows that is no column. */
export interface RowTexts {
  readonly slugs: readonly (string | readonly string[] | 0)[];
  readonly cwds: readonly (readonly string[])[];
  readonly branches: readonly (string | null)[];
  readonly entrypoints: readonly (readonly string[])[];
  /** Titles that UTF-8 cannot hold. */
  readonly oddTitles: readonly (readonly [row: number, title: string])[];
  /** Plans of rows where they are not simply the files in the root's plans folder that the slugs name. */
  readonly oddPlans: readonly (readonly [row: number, paths: readonly string[], names: readonly string[]])[];
  /** Remote IDs, of the rows that have some. Of live names a cache has none. */
  readonly remoteIds: readonly (readonly [row: number, names: readonly string[]])[];
  /** Each as `kind ID`, of the rows that have some. */
  readonly origins: readonly (readonly [row: number, origins: readonly string[]])[];
}

/** By the numbers that stand for them. */
export const titleSources: readonly (TitleSource | undefined)[] = [undefined, 'custom', 'ai', 'summary', 'prompt'];
/** Numbers of each row in `rowColumns.counts`. */
export const rowWidth = 9;
const loneSurrogate = /[\ud800-\udfff]/u;
const none: readonly string[] = [];

export function packRows(
  rows: readonly SessionRow[],
  roots: readonly string[],
  plansOf: (id: SessionId) => RowPlans,
): { columns: Columns<typeof idColumns & typeof rowColumns>; texts: RowTexts } {
  const cwds = new Dictionary<readonly string[]>();
  const branches = new Dictionary<string | null>();
  const entrypoints = new Dictionary<readonly string[]>();
  const times: number[] = [];
  const counts: number[] = [];
  const titles: Buffer[] = [];
  let titlesEnd = 0;
  const oddTitles: [number, string][] = [];
  const oddPlans: [number, readonly string[], readonly string[]][] = [];
  const origins: [number, readonly string[]][] = [];
  const remoteIds: [number, readonly string[]][] = [];
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
    counts.push(entrypoints.numberOf(row.entrypoints));
    const remote = row.names.filter(({ kind }) => kind === 'remote');
    if (remote.length > 0) remoteIds.push([i, remote.map(({ name }) => name)]);
    if (row.origins.length > 0) origins.push([i, row.origins.map(({ kind, sessionId }) => `${kind} ${sessionId}`)]);
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
  const repeated = { cwds: cwds.list, branches: branches.list, entrypoints: entrypoints.list };
  return { columns, texts: { slugs, ...repeated, oddTitles, oddPlans, origins, remoteIds } };
}

/** What `RowTexts.origins` stands for; what is none is left out. */
export function originsFrom(texts: readonly string[]): readonly Origin[] {
  return texts.flatMap((text): Origin[] => {
    const [kindText = '', id] = text.split(' ');
    const kind = originKinds.find((one) => one === kindText);
    const sessionId = parseSessionId(id);
    return kind === undefined || sessionId === undefined ? [] : [{ kind, sessionId }];
  });
}

/** Plans of a row where they are as usual. */
export function plansNamedBySlugs({ plans, slugs }: Pick<SessionRow, 'plans' | 'slugs'>): readonly string[] {
  return plans === 0 ? none : slugs.filter(isSlug);
}

/** Where the plans of these slugs are as a rule: in the root's plans folder. */
export function usualPaths(root: string, slugs: readonly string[]): string[] {
  return slugs.map((slug) => path.join(root, 'plans', `${slug}.md`));
}

/** Numbers for values that repeat. */
class Dictionary<T> {
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
