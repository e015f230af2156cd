/** Rows as they stand in the cache's columns. Each is decoded when it is asked for. */
import type { Columns } from './columns.ts';
import type { PackedIds } from './packedIds.ts';
import {
  originsFrom,
  plansNamedBySlugs,
  rowWidth,
  titleSources,
  usualPaths,
  type rowColumns,
  type RowTexts,
} from './rowColumns.ts';
import type { Origin, SessionId, SessionName, SessionRow } from '../../model.ts';
import { planNameOf, type NamedPlan } from '../../plans/planOwners.ts';
import { noPlans, type RowPlans } from '../../plans/rowPlans.ts';
import type { CachedRows } from '../cachedIndex.ts';

const none: readonly string[] = [];
const noOrigins: readonly Origin[] = [];
const noNames: readonly SessionName[] = [];

export class PackedRows implements CachedRows {
  readonly ids: PackedIds;
  readonly #columns: Columns<typeof rowColumns>;
  readonly #texts: RowTexts;
  readonly #roots: readonly string[];
  readonly #logsOf: (session: number) => readonly string[];
  readonly #titles: Buffer;
  readonly #oddTitles: ReadonlyMap<number, string>;
  readonly #oddPlans: ReadonlyMap<number, RowPlans>;
  readonly #origins: ReadonlyMap<number, readonly string[]>;
  readonly #remoteIds: ReadonlyMap<number, readonly string[]>;

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
    this.#columns = { times, counts, titles };
    this.#texts = texts;
    this.#roots = roots;
    this.#logsOf = logsOf;
    this.#oddTitles = new Map(texts.oddTitles);
    this.#oddPlans = new Map(texts.oddPlans.map(([number, paths, names]) => [number, { paths, names }]));
    this.#origins = new Map(texts.origins);
    this.#remoteIds = new Map(texts.remoteIds);
    const { buffer, byteOffset, length } = columns.titles;
    this.#titles = Buffer.from(buffer, byteOffset, length);
  }

  rowAt(number: number): SessionRow {
    const texts = this.#texts;
    const titleSource = titleSources[this.#count(number, 0)];
    return {
      sessionId: this.ids.idAt(number) as SessionId,
      title: titleSource && this.#titleAt(number),
      titleSource,
      cwds: this.cwdsAt(number),
      branch: texts.branches[this.#count(number, 3)] ?? undefined,
      entrypoints: texts.entrypoints[this.#count(number, 8)] ?? none,
      names: this.#remoteIds.get(number)?.map((name) => ({ kind: 'remote', name })) ?? noNames,
      firstActivity: timeOf(this.#columns.times[number * 2]),
      lastActivity: this.lastActivityAt(number),
      state: undefined,
      waitingFor: undefined,
      slugs: slugsOf(texts.slugs[number]),
      plans: this.#count(number, 4),
      agents: this.#count(number, 5),
      scratch: this.scratchAt(number),
      root: this.#rootAt(number),
      logs: this.#logsOf(number),
      origins: this.originsAt(number),
    };
  }

  originsAt(number: number): readonly Origin[] {
    const origins = this.#origins.get(number);
    return origins === undefined ? noOrigins : originsFrom(origins);
  }

  scratchAt(number: number): number {
    return this.#count(number, 6);
  }

  cwds(): Iterable<string> {
    return this.#texts.cwds.flat();
  }

  cwdsAt(number: number): readonly string[] {
    return this.#texts.cwds[this.#count(number, 2)] ?? none;
  }

  lastActivityAt(number: number): number | undefined {
    return timeOf(this.#columns.times[number * 2 + 1]);
  }

  plansAt(number: number): RowPlans {
    const odd = this.#oddPlans.get(number);
    if (odd !== undefined) return odd;
    const names = this.#plansNamedBySlugsAt(number);
    return names.length === 0 ? noPlans : { paths: usualPaths(this.#rootAt(number), names), names: none };
  }

  *plans(): Generator<NamedPlan> {
    for (let number = 0; number < this.ids.count; number++) {
      const names = this.#oddPlans.get(number)?.paths.map(planNameOf) ?? this.#plansNamedBySlugsAt(number);
      for (const name of names) yield [name, this.ids.idAt(number) as SessionId];
    }
  }

  #plansNamedBySlugsAt(number: number): readonly string[] {
    return plansNamedBySlugs({ plans: this.#count(number, 4), slugs: slugsOf(this.#texts.slugs[number]) });
  }

  #rootAt(number: number): string {
    return this.#roots[this.#count(number, 1)] ?? '';
  }

  #titleAt(number: number): string {
    const [start, end] = [this.#count(number - 1, 7), this.#count(number, 7)];
    // Without a name for UTF-8, which takes as long to look up as a title takes to decode.
    return this.#oddTitles.get(number) ?? this.#titles.toString(undefined, start, end);
  }

  /** A number of a row, by its place in `rowColumns.counts`. */
  #count(number: number, place: number): number {
    return this.#columns.counts[number * rowWidth + place] ?? 0;
  }
}

function slugsOf(slugs: RowTexts['slugs'][number] = 0): readonly string[] {
  if (typeof slugs === 'string') return [slugs];
  return Array.isArray(slugs) ? slugs.filter((one) => typeof one === 'string') : none;
}

function timeOf(time = NaN): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
