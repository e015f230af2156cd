/**
 * Pages of a transcript by byte offset: from the end of a log of any size, back and forth, in bounded memory.
 * A page holds whole lines; the offsets on its two sides ask for its neighbours.
 */
import { foldDetails } from './items/details.ts';
import type { SkippedItem, TranscriptItem } from './items/items.ts';
import type { Json } from '../text/schema.ts';
import { pageLimits, type Limits } from './items/limits.ts';
import { afterLine, linesBackward, linesForward, type LogLine } from '../log/lineReader.ts';
import { withOpenLog, type LogPath, type OpenLog } from '../log/openLog.ts';
import { itemsOf } from './items/recordToItems.ts';
import type { LogCursor, TranscriptPage } from './page.ts';
import { isWhole, recordsOf } from './lineRecords.ts';
import type { LogContext } from './items/logContext.ts';

/** A page is full at any of these. */
export interface PageBudget {
  /** Items with talk; folded runs are not counted. */
  readonly items: number;
  /** Bytes of the log. */
  readonly bytes: number;
}

const pageBudget: PageBudget = { items: 80, bytes: 4 * 1024 * 1024 };
/**
 * Lines of a session often end alike, so the marker reaches back to what differs: the ID and time of the last record.
 */
const markerLength = 1024;

/** The page that ends before offset `end`, or at the end of the log. Throws `LogUnreadableError` alone. */
export function pageBefore(path: LogPath, context: LogContext, end?: number, budget = pageBudget): TranscriptPage {
  return withOpenLog(path, (file) => {
    const pile = new LinePile(file, context, pageLimits);
    const from = Math.min(end ?? file.size, file.size);
    let start = from;
    for (const line of linesBackward(file, from)) {
      pile.add(line);
      start = line.start;
      if (pile.isFull(budget)) break;
    }
    return pile.page(start, from - pile.incompleteBytes, true);
  });
}

/** The page that starts at offset `start`, a line's start. Throws `LogUnreadableError` alone. */
export function pageAfter(path: LogPath, context: LogContext, start: number, budget = pageBudget): TranscriptPage {
  return withOpenLog(path, (file) => pageFrom(file, context, Math.min(start, file.size), budget));
}

/**
 * What was appended since `cursor`; `replaced` when the log is not the one that the cursor was made for:
 * another file stands in its place, it has shrunk, or the bytes before the offset are others.
 */
export function follow(path: LogPath, context: LogContext, cursor: LogCursor): TranscriptPage | 'replaced' {
  return withOpenLog(path, (file) => {
    const same =
      file.dev === cursor.dev &&
      file.ino === cursor.ino &&
      file.size >= cursor.offset &&
      markerBefore(file, cursor.offset) === cursor.marker;
    return same ? pageFrom(file, context, cursor.offset, pageBudget) : 'replaced';
  });
}

function pageFrom(file: OpenLog, context: LogContext, start: number, budget: PageBudget): TranscriptPage {
  const pile = new LinePile(file, context, pageLimits);
  let end = start;
  for (const line of linesForward(file, start)) {
    pile.add(line);
    end = afterLine(line) - pile.incompleteBytes;
    if (pile.isFull(budget)) break;
  }
  return pile.page(start, end, false);
}

/** The items of one line; of a last line that is no whole record yet, none. */
export function lineItems(
  file: OpenLog,
  line: LogLine,
  context: LogContext,
  limits: Limits,
): readonly TranscriptItem[] {
  if (!line.terminated && !isWhole(file, line)) return [];
  const items: TranscriptItem[] = [];
  const { records, skipped, repaired, partial } = recordsOf(file, line, context.ownId);
  const bytes = line.end - line.start;
  if (skipped > 0) items.push(skippedItem(line.start, bytes));
  for (const record of records) {
    const place = {
      offset: line.start,
      end: afterLine(line),
      first: items.length,
      repaired,
      oversized: partial ? bytes : undefined,
    };
    items.push(...itemsOf(record, place, context, limits));
  }
  return items;
}

/** The record that the item `key` of a line comes from. */
export function recordOfItem(file: OpenLog, line: LogLine, context: LogContext, key: string): Json | undefined {
  const { records, skipped, repaired } = recordsOf(file, line, context.ownId);
  let first = skipped > 0 ? 1 : 0;
  for (const record of records) {
    const place = { offset: line.start, end: afterLine(line), first, repaired, oversized: undefined };
    const items = itemsOf(record, place, context, pageLimits);
    if (items.some((item) => item.key === key)) return record;
    first += items.length;
  }
  return undefined;
}

function skippedItem(offset: number, bytes: number): SkippedItem {
  return { kind: 'skipped', key: `${offset}.0`, offset, bytes };
}

function markerBefore(file: OpenLog, offset: number): string {
  return file.read(Math.max(0, offset - markerLength), offset).toString('base64');
}

/** Collects lines until a page is full. */
class LinePile {
  /** Bytes of a last line that is no whole record yet (R2 of docs/format.md). */
  incompleteBytes = 0;
  readonly #file: OpenLog;
  readonly #context: LogContext;
  readonly #limits: Limits;
  readonly #lines: (readonly TranscriptItem[])[] = [];
  #items = 0;
  #bytes = 0;

  constructor(file: OpenLog, context: LogContext, limits: Limits) {
    this.#file = file;
    this.#context = context;
    this.#limits = limits;
  }

  add(line: LogLine): void {
    const items = lineItems(this.#file, line, this.#context, this.#limits);
    if (!line.terminated && items.length === 0) this.incompleteBytes = line.end - line.start;
    this.#lines.push(items);
    this.#items += items.filter((item) => item.kind !== 'details').length;
    this.#bytes += line.end - line.start;
  }

  isFull(budget: PageBudget): boolean {
    return this.#items >= budget.items || this.#bytes >= budget.bytes;
  }

  page(start: number, end: number, backward: boolean): TranscriptPage {
    const file = this.#file;
    const { incompleteBytes } = this;
    return {
      items: foldDetails((backward ? this.#lines.reverse() : this.#lines).flat()),
      start,
      end,
      atEnd: end + incompleteBytes >= file.size,
      incompleteBytes,
      cursor: { offset: end, dev: file.dev, ino: file.ino, marker: markerBefore(file, end) },
    };
  }
}
