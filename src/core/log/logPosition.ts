/**
 * Whether a file is still the log that was read: by device, inode, its first bytes and the bytes before the offset. Any
 * doubt says that it is not.
 */
import type * as fs from 'node:fs';
import { fileScanner } from './scanner/lineScanner.ts';
import { readAt } from '../disk/openRegularFile.ts';

/** Of the first bytes, as many as are looked at. */
export const headBytes = 256;
const markerBytes = 32;

/** How far a log is read, and what proves that it is still that log. Plain data: it goes into the cache. */
export interface LogPosition {
  readonly dev: number;
  readonly ino: number;
  /** Offset after the last newline, and the number of lines before it. */
  readonly offset: number;
  readonly lines: number;
  /** Hash of the first bytes (at most 256) and of those before `offset` (at most 32). */
  readonly signature: number;
}

/** `head`: the first bytes of the file that is open now. */
export function isSameLog(fd: number, stats: fs.Stats, known: LogPosition, head: Buffer): boolean {
  if (stats.dev !== known.dev || stats.ino !== known.ino || stats.size < known.offset) return false;
  if (known.offset === 0) return false;
  return signatureOf(known.offset, head, (from, length) => readAt(fd, from, length)) === known.signature;
}

/** Of the part of a log that ends at `offset`. A fork can be a copy of a log: the first bytes alone tell too little. */
export function signatureOf(offset: number, head: Buffer, read: (from: number, length: number) => Buffer): number {
  const marker = read(Math.max(0, offset - markerBytes), Math.min(markerBytes, offset));
  return fileScanner().hash(head.subarray(0, offset), marker);
}
