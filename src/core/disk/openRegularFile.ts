import * as fs from 'node:fs';
import { errorCode, isMissing } from './errors.ts';

/** Why a file was not read: nothing there, something else than a regular file there, or the system refused. */
export type FileFailure = 'missing' | 'not-a-regular-file' | 'unreadable';

export type OpenedFile =
  | { readonly state: 'open'; readonly fd: number; readonly stats: fs.Stats }
  | { readonly state: FileFailure; readonly code: string };

const flags = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading without following a link at its end and without waiting for a FIFO's writer.
 * The caller closes `fd`. Windows has neither flag: `lstat` finds links there.
 */
export function openRegularFile(path: string): OpenedFile {
  let fd: number | undefined;
  try {
    if (process.platform === 'win32' && !fs.lstatSync(path).isFile())
      return { state: 'not-a-regular-file', code: 'ELOOP' };
    fd = fs.openSync(path, flags);
    const stats = fs.fstatSync(fd);
    if (stats.isFile()) return { state: 'open', fd, stats };
    fs.closeSync(fd);
    return { state: 'not-a-regular-file', code: stats.isDirectory() ? 'EISDIR' : 'EINVAL' };
  } catch (error) {
    if (fd !== undefined) fs.closeSync(fd);
    const code = errorCode(error) ?? 'EIO';
    if (isMissing(error)) return { state: 'missing', code };
    return { state: code === 'ELOOP' || code === 'ENXIO' ? 'not-a-regular-file' : 'unreadable', code };
  }
}

/** Reads `length` bytes at `offset`, fewer when the file ends before. */
export function readAt(fd: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let have = 0;
  while (have < length) {
    const read = fs.readSync(fd, buffer, have, length - have, offset + have);
    if (read === 0) break;
    have += read;
  }
  return buffer.subarray(0, have);
}

/**
 * The whole of a small regular file; `undefined` when it is not there, not regular, not readable or larger than `limit`
 * bytes.
 */
export function readSmallFile(path: string, limit: number): Buffer | undefined {
  return readRegularFile(path, ({ size }) => (size <= limit ? size : undefined));
}

/** The first `length` bytes of a regular file, fewer when it is shorter; `undefined` when it cannot be read. */
export function readStart(path: string, length: number): Buffer | undefined {
  return readRegularFile(path, ({ size }) => Math.min(size, length));
}

function readRegularFile(path: string, lengthOf: (stats: fs.Stats) => number | undefined): Buffer | undefined {
  const file = openRegularFile(path);
  if (file.state !== 'open') return undefined;
  try {
    const length = lengthOf(file.stats);
    return length === undefined ? undefined : readAt(file.fd, 0, length);
  } catch {
    return undefined;
  } finally {
    fs.closeSync(file.fd);
  }
}
