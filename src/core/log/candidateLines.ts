/** The lines of a log that contain a text: the rest is passed over at the speed of a search. In bounded memory. */
import { readAt } from '../disk/openRegularFile.ts';
import * as fs from 'node:fs';

export interface CandidateLine {
  /** 1-based. */
  readonly line: number;
  readonly start: number;
  /** Whether a line feed ends it. */
  readonly terminated: boolean;
  /** Without the line feed; valid until the next line is asked for. `undefined` where it is longer than is looked at. */
  readonly bytes: Buffer | undefined;
}

/** Behind the last line feed: where the next reading goes on. */
export interface LineEnd {
  offset: number;
  lines: number;
}

const windowSize = 1024 * 1024;
/** As the reader of the index has it: a longer line is not parsed. */
const longestLine = 64 * 1024 * 1024;
const lineFeed = 0x0a;

/**
 * Yields the lines from `from` to the end of the file of `size` bytes that contain `needle`, and moves `from` behind the
 * last line feed. A last line without one is yielded as well.
 */
export function* candidateLines(
  fd: number,
  size: number,
  from: LineEnd,
  needle: Buffer,
): Generator<CandidateLine, void> {
  let buffer: Buffer = Buffer.allocUnsafe(Math.max(1, Math.min(windowSize, size - from.offset)));
  /** File offset of the buffer's first byte, and bytes in it. */
  let at = from.offset;
  let length = 0;
  for (;;) {
    const read = fill(fd, buffer.subarray(length, length + size - at - length), at + length);
    length += read;
    const whole = buffer.subarray(0, length).lastIndexOf(lineFeed) + 1;
    yield* linesIn(buffer.subarray(0, whole), at, from, needle);
    buffer.copyWithin(0, whole, length);
    at += whole;
    length -= whole;
    if (read === 0) break;
    if (length < buffer.length) continue;
    if (buffer.length < longestLine) {
      buffer = Buffer.concat([buffer], Math.min(longestLine, buffer.length * 4));
      continue;
    }
    const end = endOfLine(fd, at + length, size);
    if (end === -1) return;
    from.lines++;
    yield { line: from.lines, start: at, terminated: true, bytes: undefined };
    from.offset = at = end + 1;
    length = 0;
  }
  const last = buffer.subarray(0, length);
  if (last.includes(needle)) yield { line: from.lines + 1, start: at, terminated: false, bytes: last };
}

/** The lines of bytes that end in a line feed. */
function* linesIn(bytes: Buffer, at: number, from: LineEnd, needle: Buffer): Generator<CandidateLine, void> {
  let hit = bytes.indexOf(needle);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineFeed, start);
    from.lines++;
    from.offset = at + end + 1;
    if (hit !== -1 && hit < end) {
      yield { line: from.lines, start: at + start, terminated: true, bytes: bytes.subarray(start, end) };
      hit = bytes.indexOf(needle, end);
    }
    start = end + 1;
  }
}

function fill(fd: number, into: Buffer, position: number): number {
  let done = 0;
  while (done < into.length) {
    const read = fs.readSync(fd, into, done, into.length - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** Offset of the next line feed from `at` on; -1 when there is none. */
function endOfLine(fd: number, at: number, size: number): number {
  for (let from = at; from < size; from += windowSize) {
    const found = readAt(fd, from, Math.min(windowSize, size - from)).indexOf(lineFeed);
    if (found !== -1) return from + found;
  }
  return -1;
}
