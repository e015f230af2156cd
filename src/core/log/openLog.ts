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

export class OpenLog {
  readonly size: number;
  readonly dev: number;
  readonly ino: number;
  readonly #fd: number;

  private constructor(fd: number, stats: fs.Stats) {
    this.#fd = fd;
    this.size = stats.size;
    this.dev = stats.dev;
    this.ino = stats.ino;
  }

  /** Throws `LogUnreadableError` alone. The caller closes; `withOpenLog` does both. */
  static open(path: string): OpenLog {
    const file = openRegularFile(path);
    if (file.state !== 'open') throw new LogUnreadableError(file.state);
    return new OpenLog(file.fd, file.stats);
  }

  /** Fills `into` from byte `position` on; gives the bytes read, fewer than asked for only at the end of the file. */
  readInto(into: Uint8Array, position: number): number {
    let done = 0;
    try {
      while (done < into.length) {
        const read = fs.readSync(this.#fd, into, done, into.length - done, position + done);
        if (read === 0) break;
        done += read;
      }
    } catch {
      throw new LogUnreadableError('unreadable');
    }
    return done;
  }

  /** The bytes from `start` up to `end`, fewer when the file has shrunk since. */
  read(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    return bytes.subarray(0, this.readInto(bytes, start));
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}

/** Opens the log, hands it to `use`, closes it. Throws `LogUnreadableError` when it cannot be read. */
export function withOpenLog<Result>(path: string, use: (file: OpenLog) => Result): Result {
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
