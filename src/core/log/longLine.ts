/**
 * What a line is that is too long to be parsed, as the scanner judges: the one grammar of all readers. In bounded
 * memory.
 */
import type { OpenLog } from './openLog.ts';
import { singleRecordScanner } from './scanner/lineScanner.ts';
import { LineFlag } from './scanner/tables.ts';

const lineFeed = 0x0a;

/** The line from `start` up to its end at `end`, the line feed not included. */
export function kindOfLine(file: OpenLog, start: number, end: number): 'entry' | 'blank' | 'damaged' {
  const scanner = singleRecordScanner();
  scanner.begin('', start, 0);
  const { input, capacity } = scanner;
  for (let at = start; at <= end;) {
    const length = Math.min(capacity, end - at);
    if (file.readInto(input.subarray(0, length), at) < length) return 'damaged';
    const isLast = at + length === end && length < capacity;
    if (isLast) input[length] = lineFeed;
    const { consumed } = scanner.scan(isLast ? length + 1 : length, at);
    for (const { flags } of scanner.reports()) if ((flags & LineFlag.damaged) !== 0) return 'damaged';
    if (isLast) break;
    if (consumed === 0) return 'damaged';
    at += consumed;
  }
  return scanner.counts().entries > 0 ? 'entry' : 'blank';
}
