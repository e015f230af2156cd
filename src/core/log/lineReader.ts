/**
 * The lines of a log by byte offset, forwards and backwards from any line boundary, in bounded memory:
 * one window of the file, plus one line at a time when it lies across two windows.
 */
import type { OpenLog } from './openLog.ts';

/** A line of the log. Its bytes are good only until the next line is asked for. */
export interface LogLine {
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset of its line feed, or the end of the file. */
  readonly end: number;
  /** Whether a line feed ends it (R2 of docs/format.md: without one it may be half written). */
  readonly terminated: boolean;
  /** The bytes without the line feed, or the two ends of a line longer than `longestLine`. */
  readonly bytes: Buffer | LineEnds;
}

export interface LineEnds {
  readonly head: Buffer;
  readonly tail: Buffer;
}

const lineFeed = 0x0a;
const windowSize = 256 * 1024;
/** Longer lines are read by their ends alone, unless asked for one by one. */
export const longestLine = 1024 * 1024;
const headOfLongLine = 128 * 1024;
const tailOfLongLine = 32 * 1024;

/** Offset after the line, where the next one starts. */
export function afterLine(line: LogLine): number {
  return line.terminated ? line.end + 1 : line.end;
}

/** The lines from offset `start` (a line's start) up to offset `limit`. */
export function* linesForward(file: OpenLog, start: number, limit = file.size): Generator<LogLine, void> {
  const window = new Window(file, limit);
  let at = start;
  while (at < limit) {
    let scan = at;
    let end = -1;
    while (end < 0) {
      if (!window.holds(scan) && !window.load(scan)) break;
      end = window.indexOfLineFeed(scan);
      if (end < 0) scan = window.end;
    }
    const terminated = end >= 0;
    const line = { start: at, end: terminated ? end : scan, terminated };
    if (line.end === line.start && !terminated) return;
    yield { ...line, bytes: lineBytes(file, window, line.start, line.end) };
    at = terminated ? line.end + 1 : line.end;
  }
}

/** The lines that end before offset `end` (a line's start, or the end of the file), last one first. */
export function* linesBackward(file: OpenLog, end: number): Generator<LogLine, void> {
  const window = new Window(file, end);
  let at = end;
  while (at > 0) {
    if (!window.holds(at - 1) && !window.loadBefore(at)) return;
    const terminated = window.byteAt(at - 1) === lineFeed;
    const lineEnd = terminated ? at - 1 : at;
    let scan = lineEnd;
    let before = -1;
    while (before < 0 && scan > 0) {
      if (!window.holds(scan - 1) && !window.loadBefore(scan)) return;
      before = window.lastIndexOfLineFeed(scan);
      if (before < 0) scan = window.start;
    }
    const start = before + 1;
    yield { start, end: lineEnd, terminated, bytes: lineBytes(file, window, start, lineEnd) };
    at = start;
  }
}

/** The line that starts at `start`, whole up to `cap` bytes; `undefined` when no line starts there. */
export function lineAt(file: OpenLog, start: number, cap: number): LogLine | undefined {
  if (start < 0 || start >= file.size || (start > 0 && file.read(start - 1, start)[0] !== lineFeed)) return undefined;
  const line = linesForward(file, start).next().value ?? undefined;
  if (line === undefined || Buffer.isBuffer(line.bytes) || line.end - line.start > cap) return line;
  return { ...line, bytes: file.read(line.start, line.end) };
}

/** Number of the line (from 1) that holds the byte at `offset`. Reads the log up to there. */
export function lineNumberAt(file: OpenLog, offset: number): number {
  return 1 + countLineFeeds(file, 0, offset);
}

/** Line feeds from `start` up to `end`. */
export function countLineFeeds(file: OpenLog, start: number, end: number): number {
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(windowSize, end - start)));
  let count = 0;
  for (let at = start; at < end;) {
    const read = file.readInto(buffer.subarray(0, Math.min(windowSize, end - at)), at);
    if (read === 0) break;
    const bytes = buffer.subarray(0, read);
    for (let found = bytes.indexOf(lineFeed); found >= 0; found = bytes.indexOf(lineFeed, found + 1)) count++;
    at += read;
  }
  return count;
}

function lineBytes(file: OpenLog, window: Window, start: number, end: number): Buffer | LineEnds {
  if (end - start > longestLine) {
    return { head: file.read(start, start + headOfLongLine), tail: file.read(end - tailOfLongLine, end) };
  }
  return window.slice(start, end) ?? file.read(start, end);
}

/** The part of the file that is in memory; offsets are the file's. */
class Window {
  readonly none: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  readonly #file: OpenLog;
  readonly #limit: number;
  readonly #buffer: Buffer;

  constructor(file: OpenLog, limit: number) {
    this.#file = file;
    this.#limit = limit;
    this.#buffer = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, limit)));
  }

  holds(offset: number): boolean {
    return offset >= this.start && offset < this.end;
  }

  /** Loads what follows `offset`; `false` when nothing does. */
  load(offset: number): boolean {
    const length = Math.min(this.#buffer.length, this.#limit - offset);
    if (length <= 0) return false;
    this.start = offset;
    this.end = offset + this.#file.readInto(this.#buffer.subarray(0, length), offset);
    return this.end > this.start;
  }

  /** Loads what precedes `offset`; `false` when the file has shrunk below it. */
  loadBefore(offset: number): boolean {
    return this.load(Math.max(0, offset - this.#buffer.length)) && this.end >= offset;
  }

  byteAt(offset: number): number {
    return this.#buffer[offset - this.start] ?? -1;
  }

  indexOfLineFeed(from: number): number {
    const found = this.#buffer.subarray(0, this.end - this.start).indexOf(lineFeed, from - this.start);
    return found < 0 ? -1 : this.start + found;
  }

  /** The last line feed before offset `before`. */
  lastIndexOfLineFeed(before: number): number {
    const found = this.#buffer.subarray(0, before - this.start).lastIndexOf(lineFeed);
    return found < 0 ? -1 : this.start + found;
  }

  slice(start: number, end: number): Buffer | undefined {
    if (start === end) return this.none;
    return this.holds(start) && end <= this.end
      ? this.#buffer.subarray(start - this.start, end - this.start)
      : undefined;
  }
}
