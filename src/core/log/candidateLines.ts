/** The lines of a log that contain a text: the rest is passed over at the speed of a search. In bounded memory. */
import { readAt } from '../disk/openRegularFile.ts';
import * as fs from 'node:fs';

export interface CandidateLine {
  /** 1-based. */
  readonly line: number;
  readonly start: number;
  /** Without the line feed; valid until the next line is asked for. `undefined` for a line above `longestLine`. */
  readonly bytes: Buffer | undefined;
}

const windowSize = 1024 * 1024;
/** As the reader of the index has it: a longer line is not parsed. */
const longestLine = 64 * 1024 * 1024;
const lineFeed = 0x0a;

/** Yields the lines of a file of `size` bytes that contain `needle`, a last one without a line feed as well. */
export function* candidateLines(fd: number, size: number, needle: Buffer): Generator<CandidateLine, void> {
  let buffer: Buffer = Buffer.allocUnsafe(Math.max(1, Math.min(windowSize, size)));
  /** File offset of the buffer's first byte, and bytes in it. */
  let at = 0;
  let length = 0;
  let lines = 0;
  for (;;) {
    const read = fill(fd, buffer.subarray(length, length + size - at - length), at + length);
    length += read;
    const whole = buffer.subarray(0, length).lastIndexOf(lineFeed) + 1;
    lines = yield* linesIn(buffer.subarray(0, whole), { at, lines }, needle);
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
    yield { line: ++lines, start: at, bytes: undefined };
    at = end + 1;
    length = 0;
  }
  const last = buffer.subarray(0, length);
  if (last.includes(needle)) yield { line: lines + 1, start: at, bytes: last };
}

/** The lines of bytes that end in a line feed. Returns how many lines end before their end. */
function* linesIn(
  bytes: Buffer,
  { at, lines }: { readonly at: number; readonly lines: number },
  needle: Buffer,
): Generator<CandidateLine, number> {
  let line = lines;
  let hit = bytes.indexOf(needle);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineFeed, start);
    line++;
    if (hit !== -1 && hit < end) {
      yield { line, start: at + start, bytes: bytes.subarray(start, end) };
      hit = bytes.indexOf(needle, end);
    }
    start = end + 1;
  }
  return line;
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
