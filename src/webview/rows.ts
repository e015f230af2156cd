/** From the items in memory to the rows that are shown: results go to their calls, runs of subagent talk are folded. */
import { mergeDetails } from '../core/transcript/items/details.ts';
import { isPrompt } from '../core/transcript/itemText.ts';
import type { Stretch } from '../core/transcript/page.ts';
import { stretchAt } from '../core/transcript/stretch.ts';
import type { DetailsItem, ToolResultItem, TranscriptItem } from '../core/transcript/items/items.ts';

export interface EntryRow {
  readonly kind: 'entry';
  readonly key: string;
  readonly item: TranscriptItem;
  /** Of a tool call, when it is in memory. */
  readonly result?: ToolResultItem;
  /** Of a call that enters plan mode: the plan that the records behind it name. */
  readonly planSlug?: string;
  /** Talk follows a call that has no result. */
  readonly unanswered?: true;
  /** The entry before is marked as this one is (of the same other session, copied): the words are not said again. */
  readonly markGoesOn?: true;
  /** /rewind took this back. */
  readonly takenBack?: true;
}

/** Talk of subagents inside a session log, folded. */
export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly rows: readonly EntryRow[];
}

export interface DayRow {
  readonly kind: 'day';
  readonly key: string;
  readonly time: number;
}

/** Above the first entry of what /rewind took back. */
export interface TakenBackRow {
  readonly kind: 'takenBack';
  readonly key: string;
}

export type Row = EntryRow | GroupRow | DayRow | TakenBackRow;

export interface RowOptions {
  /** Runs of records without talk are shown too, not only those that carry a mark. */
  readonly showRecords: boolean;
  /** The turns that /rewind took back. */
  readonly takenBack?: readonly Stretch[];
}

type Draft = { -readonly [Name in keyof EntryRow]: EntryRow[Name] };

export function rowsOf(items: readonly TranscriptItem[], options: RowOptions): readonly Row[] {
  const { takenBack = [] } = options;
  return withDays(withBorders(grouped(withMarks(joined(visible(items, options)), takenBack)), takenBack));
}

/** Every entry of the rows, those in groups too. */
export function entriesOf(rows: readonly Row[]): readonly EntryRow[] {
  return rows.flatMap((row) => (row.kind === 'entry' ? [row] : row.kind === 'group' ? row.rows : []));
}

export function isMarked(item: DetailsItem): boolean {
  return item.foreign !== undefined || item.repaired === true;
}

function visible(items: readonly TranscriptItem[], { showRecords }: RowOptions): readonly TranscriptItem[] {
  const shown: TranscriptItem[] = [];
  for (const item of items) {
    if (item.kind === 'details' && !showRecords && !isMarked(item)) continue;
    const last = shown.at(-1);
    // A run that goes over the border of two pages is one run.
    const meets = last?.kind === 'details' && item.kind === 'details' && last.end === item.offset;
    const merged = meets ? mergeDetails(last, item) : undefined;
    if (merged === undefined) shown.push(item);
    else shown[shown.length - 1] = merged;
  }
  return shown;
}

function joined(items: readonly TranscriptItem[]): readonly EntryRow[] {
  const rows: Draft[] = [];
  const calls = new Map<string, Draft>();
  const open = new Set<Draft>();
  for (const item of items) {
    const call = item.kind === 'result' && item.toolUseId !== undefined ? calls.get(item.toolUseId) : undefined;
    if (item.kind === 'result' && call !== undefined && call.result === undefined) {
      call.result = item;
      delete call.unanswered;
      open.delete(call);
      continue;
    }
    if (item.kind === 'plan' && item.event === 'entered') {
      const entered = rows.findLast((row) => row.item.kind !== 'details');
      if (entered?.item.kind === 'call' && entered.item.plan?.event === 'entered' && item.slug !== undefined) {
        entered.planSlug = item.slug;
        continue;
      }
    }
    const row: Draft = { kind: 'entry', key: item.key, item };
    rows.push(row);
    if (isPrompt(item)) {
      for (const waiting of open) waiting.unanswered = true;
      open.clear();
    }
    if (item.kind === 'call' && item.toolUseId !== undefined) {
      calls.set(item.toolUseId, row);
      open.add(row);
    }
  }
  return rows;
}

function withMarks(rows: readonly EntryRow[], takenBack: readonly Stretch[]): readonly EntryRow[] {
  return rows.map((plain, index) => {
    const taken = stretchAt(takenBack, plain.item.offset) !== undefined;
    const row: EntryRow = taken ? { ...plain, takenBack: true } : plain;
    const mark = markOf(row.item);
    const goesOn = mark !== '' && index > 0 && mark === markOf(rows[index - 1]?.item);
    return goesOn ? { ...row, markGoesOn: true } : row;
  });
}

function markOf(item: TranscriptItem | undefined): string {
  return `${item?.foreign ?? ''}${item?.copied === true ? ' copied' : ''}`;
}

function grouped(rows: readonly EntryRow[]): readonly (EntryRow | GroupRow)[] {
  const out: (EntryRow | GroupRow)[] = [];
  let run: EntryRow[] = [];
  const close = (): void => {
    if (run.length > 0) out.push({ kind: 'group', key: `group ${run[0]?.key ?? ''}`, rows: run });
    run = [];
  };
  for (const row of rows) {
    if (row.item.sidechain === true) run.push(row);
    else {
      close();
      out.push(row);
    }
  }
  close();
  return out;
}

/** A line above each stretch that was taken back, also where only its end is in memory. */
function withBorders(
  rows: readonly (EntryRow | GroupRow)[],
  takenBack: readonly Stretch[],
): readonly Exclude<Row, DayRow>[] {
  let last: Stretch | undefined;
  return rows.flatMap((row) => {
    const before = last;
    last = stretchAt(takenBack, firstItem(row)?.offset ?? 0);
    const begins = last !== undefined && last !== before;
    return begins ? [{ kind: 'takenBack' as const, key: `taken back ${last?.start ?? 0}` }, row] : [row];
  });
}

function withDays(rows: readonly Exclude<Row, DayRow>[]): readonly Row[] {
  const out: Row[] = [];
  let day = '';
  for (const [index, row] of rows.entries()) {
    const shown = row.kind === 'takenBack' ? rows[index + 1] : row;
    const time = shown === undefined || shown.kind === 'takenBack' ? undefined : timeOf(shown);
    if (time !== undefined) {
      const own = new Date(time).toDateString();
      if (own !== day) out.push({ kind: 'day', key: `day ${row.key}`, time });
      day = own;
    }
    out.push(row);
  }
  return out;
}

function timeOf(row: EntryRow | GroupRow): number | undefined {
  const item = firstItem(row);
  return item?.kind === 'details' ? undefined : item?.time;
}

function firstItem(row: EntryRow | GroupRow): TranscriptItem | undefined {
  return row.kind === 'entry' ? row.item : row.rows[0]?.item;
}
