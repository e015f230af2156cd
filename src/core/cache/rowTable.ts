/** Rows as columns for the cache: numbers apart, what repeats named once, what the table of logs says left out. */
import * as path from 'node:path';
import { textOf, type Columns } from './columns.ts';
import { isSlug } from '../ids.ts';
import type { SessionId, SessionRow, TitleSource } from '../model.ts';
import type { SessionPlans } from '../planOwners.ts';

export const rowColumns = {
  /** First and last activity; NaN: none. */
  times: Float64Array,
  /** Of each row: title source, root, working directories and branch by number, then plans, agents, scratch, length of title. */
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
  const titles: string[] = [];
  const oddTitles: [number, string][] = [];
  const oddPlans: [number, readonly string[], readonly string[]][] = [];
  for (const [i, row] of rows.entries()) {
    const { plans, agents, scratch } = row;
    const isOdd = row.title !== undefined && loneSurrogate.test(row.title);
    const title = isOdd ? '' : (row.title ?? '');
    if (isOdd) oddTitles.push([i, row.title ?? '']);
    titles.push(title);
    times.push(row.firstActivity ?? NaN, row.lastActivity ?? NaN);
    counts.push(titleSources.indexOf(row.titleSource), roots.indexOf(row.root), cwds.numberOf(row.cwds));
    counts.push(branches.numberOf(row.branch ?? null), plans, agents, scratch, title.length);
    const { paths, names } = plansOf(row.sessionId);
    if (names.length > 0 || paths.join('\n') !== usualPaths(row).join('\n')) oddPlans.push([i, paths, names]);
  }
  const columns = {
    times: Float64Array.from(times),
    counts: Uint32Array.from(counts),
    ids: Buffer.from(rows.map((row) => row.sessionId).join('')),
    titles: Buffer.from(titles.join('')),
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

/** The rows, without their live state. `logs` are the paths of each session's logs. */
export function unpackRows(
  ids: readonly SessionId[],
  columns: Columns<typeof rowColumns>,
  { slugs, cwds, branches, oddTitles }: RowTexts,
  roots: readonly string[],
  logs: readonly (readonly string[] | undefined)[],
): SessionRow[] {
  const { times, counts } = columns;
  const titles = textOf(columns.titles, 'utf8');
  const rows: SessionRow[] = [];
  let title = 0;
  for (let i = 0; i < ids.length; i++) {
    const at = i * width;
    const titleSource = titleSources[counts[at] ?? 0];
    const titleStart = title;
    title += counts[at + 7] ?? 0;
    rows.push({
      sessionId: ids[i] as SessionId,
      title: titleSource && titles.slice(titleStart, title),
      titleSource,
      cwds: cwds[counts[at + 2] ?? 0] ?? none,
      branch: branches[counts[at + 3] ?? 0] ?? undefined,
      firstActivity: timeOf(times[i * 2]),
      lastActivity: timeOf(times[i * 2 + 1]),
      state: undefined,
      slugs: listOf(slugs[i]),
      plans: counts[at + 4] ?? 0,
      agents: counts[at + 5] ?? 0,
      scratch: counts[at + 6] ?? 0,
      root: roots[counts[at + 1] ?? 0] ?? '',
      logs: logs[i] ?? none,
    });
  }
  for (const [i, odd] of oddTitles) {
    const row = rows[i];
    if (row !== undefined) rows[i] = { ...row, title: odd };
  }
  return rows;
}

/** The plans that the rows count. */
export function unpackPlans({ oddPlans }: RowTexts, rows: readonly SessionRow[]): Map<SessionId, SessionPlans> {
  const plans = new Map<SessionId, SessionPlans>();
  for (const row of rows) if (row.plans > 0) plans.set(row.sessionId, { paths: usualPaths(row), names: none });
  for (const [i, paths, names] of oddPlans) {
    const row = rows[i];
    if (row !== undefined) plans.set(row.sessionId, { paths, names });
  }
  return plans;
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
