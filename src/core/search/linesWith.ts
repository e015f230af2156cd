/** The lines of a file that may have a text, at the speed of a search in bytes. In bounded memory. */
import type { LogLine } from '../log/lineReader.ts';
import type { OpenLog } from '../log/openLog.ts';
import type { Match, TextFinder } from './textFinder.ts';

const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
/** As the reader of the index has it: of a longer line only the ends are looked at. */
const longestLine = 64 * 1024 * 1024;
const endOfLongLine = 64 * 1024;
const piece = 64 * 1024;
/** How many bytes before and behind a match are searched for fields of the entry itself, without parsing. */
const longestEnvelope = 2048;
const value = String.raw`(?:"(?:[^"\\]|\\.)*"|null|true|false|[-+.\dEe]+)`;
/** The start of a field that no transcript shows, up to the match. */
const unshown = /[{,]"(?:cwd|gitBranch|parentUuid|sessionId|uuid|version)":"[^"\\]*$/;
/** A line up to the match that has no object or list before it, and one from the match on that has none behind it. */
const plainHead = new RegExp(String.raw`^\{(?:"[^"\\]*":${value},)*"[^"\\]*":"[^"\\]*$`);
const plainTail = new RegExp(String.raw`^(?:[^"\\]|\\.)*"(?:,"[^"\\]*":${value})*\}$`);
/** Bytes in which a NUL says that a file is no text. */
const textStart = 8192;
/** A match can only be in a key when a quote follows within this many bytes. */
const longestKeyRest = 64;

/**
 * Each line in which a needle of `finder` stands, once, in the order of the file; and `undefined` after each window,
 * where the caller may pause. `json`: a match that no transcript shows does not count. `text`: a file with a NUL near
 * its start has no lines. The bytes of a line are valid until the next one is asked for.
 */
export function* linesWith(
  file: OpenLog,
  finder: TextFinder,
  kind: 'json' | 'text',
): Generator<LogLine | undefined, void> {
  const { input } = finder;
  let done = 0;
  for (let at = 0; at < file.size;) {
    const length = file.readInto(input.subarray(0, Math.min(input.length, file.size - at)), at);
    if (length === 0) return;
    const window = input.subarray(0, length);
    if (kind === 'text' && at === 0 && window.subarray(0, textStart).includes(0)) return;
    finder.begin(length);
    for (let found = finder.next(Math.max(0, done - at)); found !== undefined;) {
      if (kind === 'json' && isUnshown(window, found)) {
        found = finder.next(found.start + 1);
        continue;
      }
      const line = lineAround(file, window, at, found.start);
      yield line;
      done = line.terminated ? line.end + 1 : line.end;
      found = done - at < length ? finder.next(done - at) : undefined;
    }
    const isLast = at + length >= file.size;
    // A needle may lie across two windows.
    at = Math.max(done, isLast ? at + length : at + Math.max(1, length - finder.longest + 1));
    yield undefined;
  }
}

/**
 * Whether no transcript shows a match: it stands in a key, or in a field of `unshown` that is the entry's own, before
 * or behind all objects of its line. A quote in a string is always escaped, so no text looks like a field.
 */
function isUnshown(window: Buffer, { start, end }: Match): boolean {
  if (endsInKey(window, end)) return true;
  const from = Math.max(0, start - longestEnvelope);
  const before = window.toString('latin1', from + window.subarray(from, start).lastIndexOf(lineFeed) + 1, start);
  if (!unshown.test(before)) return false;
  if (plainHead.test(before)) return true;
  const rest = window.subarray(start, start + longestEnvelope);
  const lineEnd = rest.indexOf(lineFeed);
  return lineEnd !== -1 && plainTail.test(rest.toString('latin1', 0, lineEnd));
}

/** Whether the string in which a match ends at `end` is a key of JSON. */
function endsInKey(window: Buffer, end: number): boolean {
  const limit = Math.min(window.length, end + longestKeyRest);
  for (let at = end; at < limit; at++) {
    if (window[at] !== quote) continue;
    return window[at - 1] !== backslash && window[at + 1] === colon;
  }
  return false;
}

/** The line that has the byte at `place` of a window, which begins at offset `at`. */
function lineAround(file: OpenLog, window: Buffer, at: number, place: number): LogLine {
  const before = place === 0 ? -1 : window.lastIndexOf(lineFeed, place - 1);
  const behind = window.indexOf(lineFeed, place);
  const start = before !== -1 || at === 0 ? at + before + 1 : lineStart(file, at);
  const found = behind === -1 ? lineEnd(file, at + window.length) : at + behind;
  const terminated = found !== -1;
  const end = terminated ? found : file.size;
  if (start >= at && end <= at + window.length)
    return { start, end, terminated, bytes: window.subarray(start - at, end - at) };
  if (end - start <= longestLine) return { start, end, terminated, bytes: file.read(start, end) };
  const bytes = { head: file.read(start, start + endOfLongLine), tail: file.read(end - endOfLongLine, end) };
  return { start, end, terminated, bytes };
}

/** Offset behind the last line feed before `offset`. */
function lineStart(file: OpenLog, offset: number): number {
  for (let end = offset; end > 0; end -= piece) {
    const start = Math.max(0, end - piece);
    const found = file.read(start, end).lastIndexOf(lineFeed);
    if (found !== -1) return start + found + 1;
  }
  return 0;
}

/** Offset of the first line feed from `offset` on; -1 where none follows. */
function lineEnd(file: OpenLog, offset: number): number {
  for (let start = offset; start < file.size; start += piece) {
    const found = file.read(start, Math.min(file.size, start + piece)).indexOf(lineFeed);
    if (found !== -1) return start + found;
  }
  return -1;
}
