/** One entry of a log on demand: whole, its images, or the records of a folded run. */
import type { TranscriptItem } from './items/items.ts';
import { imageData, type ImageData } from './items/images.ts';
import { detailLimits, wholeLimits } from './items/limits.ts';
import { lineAt, linesForward } from '../log/lineReader.ts';
import { withOpenLog, type LogPath } from '../log/openLog.ts';
import { lineItems, recordOfItem } from './pager.ts';
import type { LogContext } from './items/logContext.ts';

/** A longer line is for the raw file. */
const wholeLineCap = 64 * 1024 * 1024;
const shownRecords = 200;

/**
 * The items of the line at `offset` with their texts whole; none when no line starts there. Throws `LogUnreadableError`
 * alone.
 */
export function wholeEntry(path: LogPath, context: LogContext, offset: number): readonly TranscriptItem[] {
  return withOpenLog(path, (file) => {
    const line = lineAt(file, offset, wholeLineCap);
    return line === undefined ? [] : lineItems(file, line, context, wholeLimits);
  });
}

/**
 * The image at `index` of the record that the item `key` at `offset` shows; `undefined` when it is no image of a kind
 * that is shown.
 */
export function entryImage(
  path: LogPath,
  context: LogContext,
  offset: number,
  key: string,
  index: number,
): ImageData | undefined {
  return withOpenLog(path, (file) => {
    const line = lineAt(file, offset, wholeLineCap);
    const record = line === undefined ? undefined : recordOfItem(file, line, context, key);
    return record === undefined ? undefined : imageData(record, index);
  });
}

/** The first records of a folded run, from offset `start` up to offset `end`. */
export function runRecords(path: LogPath, context: LogContext, start: number, end: number): readonly TranscriptItem[] {
  return withOpenLog(path, (file) => {
    const found: TranscriptItem[] = [];
    for (const line of linesForward(file, start, Math.min(end, file.size))) {
      found.push(...lineItems(file, line, context, detailLimits).filter((item) => item.kind === 'record'));
      if (found.length >= shownRecords) break;
    }
    return found.slice(0, shownRecords);
  });
}
