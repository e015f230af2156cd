/** A log opened for reading by byte offset: a regular file, never a link, a device or a pipe. */
import * as fs from 'node:fs';
import { openRegularFile, type FileFailure } from '../disk/openRegularFile.ts';

/** The log cannot be read: nothing there, no regular file there, or the system refused. */
export class LogUnreadableError extends Error {
  readonly failure: FileFailure;

  constructor(failure: FileFailure) {
    super(failure);
    this.failure = failure;
  }
}

/** One file, or those of an agent that went on under other sessions, read as one log: their lines one after the other. */
export type LogPath = string | readonly string[];

interface Part {
  readonly path: string;
  readonly fd: number;
  /** Offset of its first byte in the log. */
  readonly start: number;
  readonly size: number;
}

const lineFeed = 0x0a;

export class OpenLog {
  readonly size: number;
  /** Of the first file: what comes behind it is more of the same log. */
  readonly dev: number;
  readonly ino: number;
  readonly #parts: readonly Part[];

  private constructor(parts: readonly Part[], { dev, ino }: Pick<fs.Stats, 'dev' | 'ino'>) {
    this.#parts = parts;
    const last = parts.at(-1);
    this.size = last === undefined ? 0 : last.start + last.size;
    this.dev = dev;
    this.ino = ino;
  }

  /** Throws `LogUnreadableError` alone. The caller closes; `withOpenLog` does both. */
  static open(path: LogPath): OpenLog {
    const parts: Part[] = [];
    let first: fs.Stats | undefined;
    try {
      for (const each of typeof path === 'string' ? [path] : path) {
        const file = openRegularFile(each);
        if (file.state !== 'open') throw new LogUnreadableError(file.state);
        first ??= file.stats;
        parts.push({ path: each, fd: file.fd, start: startAfter(parts.at(-1)), size: file.stats.size });
      }
    } catch (error) {
      for (const { fd } of parts) fs.closeSync(fd);
      throw error;
    }
    return new OpenLog(parts, first ?? { dev: 0, ino: 0 });
  }

  /** Fills `into` from byte `position` on; gives the bytes read, fewer than asked for only at the end of the log. */
  readInto(into: Uint8Array, position: number): number {
    let done = 0;
    for (const [index, part] of this.#parts.entries()) {
      const at = position + done;
      const isLast = index === this.#parts.length - 1;
      if (done === into.length) break;
      // The last file may have grown since it was opened.
      if (!isLast && at >= (this.#parts[index + 1]?.start ?? 0)) continue;
      const from = at - part.start;
      const wanted = isLast ? into.length - done : Math.min(into.length - done, Math.max(0, part.size - from));
      const read = readAll(part.fd, into.subarray(done, done + wanted), from);
      done += read;
      if (isLast || done === into.length) continue;
      if (read < wanted) break;
      // A file without a line feed at its end: one stands between it and the next.
      if (position + done < (this.#parts[index + 1]?.start ?? 0)) into[done++] = lineFeed;
    }
    return done;
  }

  /** The bytes from `start` up to `end`, fewer when the file has shrunk since. */
  read(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    return bytes.subarray(0, this.readInto(bytes, start));
  }

  /** The file that holds the byte at `offset`, and its offset there. */
  placeOf(offset: number): { readonly path: string; readonly offset: number } | undefined {
    const part = this.#parts.findLast(({ start }) => start <= offset);
    return part && { path: part.path, offset: offset - part.start };
  }

  /** Offset of the first byte of one of the files. */
  startOf(path: string): number | undefined {
    return this.#parts.find((part) => part.path === path)?.start;
  }

  close(): void {
    for (const { fd } of this.#parts) fs.closeSync(fd);
  }
}

function startAfter(part: Part | undefined): number {
  if (part === undefined) return 0;
  const last = Buffer.alloc(1, lineFeed);
  if (part.size > 0) readAll(part.fd, last, part.size - 1);
  return part.start + part.size + (last[0] === lineFeed ? 0 : 1);
}

function readAll(fd: number, into: Uint8Array, position: number): number {
  let done = 0;
  try {
    while (done < into.length) {
      const read = fs.readSync(fd, into, done, into.length - done, position + done);
      if (read === 0) break;
      done += read;
    }
  } catch {
    throw new LogUnreadableError('unreadable');
  }
  return done;
}

/** Opens the log, hands it to `use`, closes it. Throws `LogUnreadableError` when it cannot be read. */
export function withOpenLog<Result>(path: LogPath, use: (file: OpenLog) => Result): Result {
  const file = OpenLog.open(path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}

/** The same for what is read bit by bit: the log is closed when the generator ends or is given up. */
export function* readingLog<Item>(path: string, use: (file: OpenLog) => Generator<Item, void>): Generator<Item, void> {
  const file = OpenLog.open(path);
  try {
    yield* use(file);
  } finally {
    file.close();
  }
}
