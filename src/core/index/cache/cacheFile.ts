/**
 * A file of a body, read piece by piece on demand, and a head, read at once. A reader gets a head that is whole, of
 * this format and of this machine, or nothing. It is written to a temporary file and renamed, so that processes can
 * share it without locks: the last writer wins, and those that have it open keep what they opened.
 */
import { randomBytes } from '../../disk/crypto.ts';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode } from '../../disk/errors.ts';
import { openRegularFile, readAt } from '../../disk/openRegularFile.ts';
import { isAlive } from '../../disk/processes.ts';

const largestHead = 512 * 1024 * 1024;
const flushAt = 1024 * 1024;
/** Older temporary files are abandoned, even if the process ID is alive: IDs are reused. */
const abandonedMs = 10 * 60_000;

export class CacheFile {
  readonly #fd: number;
  readonly #bodyStart: number;

  constructor(fd: number, bodyStart: number) {
    this.#fd = fd;
    this.#bodyStart = bodyStart;
  }

  /** Bytes of the body, unchecked; `undefined` when they cannot be read. */
  body(start: number, length: number): Buffer | undefined {
    try {
      return readAt(this.#fd, this.#bodyStart + start, length);
    } catch {
      return undefined;
    }
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}

/** In two parts, so that the memory of one can be given back while the other one is used. */
export interface CacheHead {
  /** Decoded at once, then released. */
  readonly transient: Buffer;
  /** Used as it is, for as long as the cache is open. */
  readonly retained: Buffer;
}

export interface OpenedCache {
  readonly cache: CacheFile;
  readonly head: CacheHead;
}

/**
 * Opens the cache at `file`; `undefined` when there is none of this format, any doubt about its head, or when another
 * user owns it or its folder, or may write there: a checksum tells damage, not forgery. Never throws.
 */
export function openCacheFile(file: string, format: string): OpenedCache | undefined {
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return undefined;
  try {
    const isOwn = isOwnAlone(opened.stats) && isOwnAlone(fs.statSync(path.dirname(file)));
    const head = isOwn ? readHead(opened.fd, opened.stats.size, format) : undefined;
    if (head !== undefined) return { cache: new CacheFile(opened.fd, preambleLength(format)), head };
  } catch {
    // Not readable to the end: the same as no cache.
  }
  fs.closeSync(opened.fd);
  return undefined;
}

/**
 * Writes a cache, readable by this user alone, and opens it. `write` gives the body's pieces to its argument and
 * returns the head. `undefined` when the disk refuses, or the folder is not this user's alone: what was there before is
 * still there.
 */
export function writeCacheFile(
  file: string,
  format: string,
  write: (add: (piece: Buffer) => void) => CacheHead,
): OpenedCache | undefined {
  const temporary = temporaryName(file);
  let fd: number | undefined;
  try {
    makeFolder(path.dirname(file));
    if (!isOwnAlone(fs.statSync(path.dirname(file)))) return undefined;
    sweep(path.dirname(file), path.basename(file));
    fd = fs.openSync(temporary, 'wx+', 0o600);
    const head = writeParts(fd, format, write);
    fs.fsyncSync(fd);
    replaceFile(file, temporary);
    return { cache: new CacheFile(fd, preambleLength(format)), head };
  } catch {
    if (fd !== undefined) abandon(fd, temporary);
    return undefined;
  }
}

/** Whether this user owns it and nobody else may write to it. Windows has neither owner nor mode to ask. */
function isOwnAlone({ uid, mode }: fs.Stats): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0);
}

/** Makes a folder and those above it. Not by Node's recursive call: below `/proc` and `/dev/fd` that one never ends. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * 32 bits that tell damage, not forgery; `before` is the sum of what came before these bytes. Not `zlib.crc32`, which
 * Node 20 has only from 20.15 on: each step is a bijection, so that any change within one word of four bytes is always
 * noticed.
 */
export function checksum(bytes: Buffer, before = 0): number {
  const words = bytes.length - (bytes.length % 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let sum = before ^ bytes.length;
  for (let at = 0; at < words; at += 4) sum = mixed(sum ^ view.getInt32(at, true));
  for (let at = words; at < bytes.length; at++) sum = mixed(sum ^ view.getUint8(at));
  return sum >>> 0;
}

function mixed(sum: number): number {
  const product = Math.imul(sum, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/**
 * The fixed part at the start: format, then as doubles where the head begins and the lengths of its parts, then its
 * checksum.
 */
function preamble(format: string, { transient, retained }: CacheHead, headStart: number): Buffer {
  const numbers = Buffer.from(new Float64Array([headStart, transient.length, retained.length, 0]).buffer);
  const sum = checksum(retained, checksum(transient, checksum(numbers.subarray(0, 24))));
  numbers.writeUInt32LE(sum, 24);
  return Buffer.concat([Buffer.from(format), numbers]);
}

function preambleLength(format: string): number {
  return format.length + 32;
}

function readHead(fd: number, size: number, format: string): CacheHead | undefined {
  const start = readAt(fd, 0, preambleLength(format));
  const numbers = new Float64Array(new Uint8Array(start.subarray(format.length)).buffer);
  const [headStart = NaN, ...lengths] = numbers.subarray(0, 3);
  const [transientLength = NaN, retainedLength = NaN] = lengths;
  if (headStart + transientLength + retainedLength !== size) return undefined;
  if (lengths.some((length) => length < 0 || length > largestHead)) return undefined;
  const transient = readAt(fd, headStart, transientLength);
  const head = { transient, retained: readAt(fd, headStart + transientLength, retainedLength) };
  // Of another format, cut or damaged, it has another preamble than what was read of it should have.
  return preamble(format, head, headStart).equals(start) ? head : undefined;
}

function writeParts(fd: number, format: string, write: (add: (piece: Buffer) => void) => CacheHead): CacheHead {
  let at = preambleLength(format);
  let pieces: Buffer[] = [];
  let waiting = 0;
  const flush = (): void => {
    const bytes = Buffer.concat(pieces);
    for (let done = 0; done < bytes.length;) done += fs.writeSync(fd, bytes, done, bytes.length - done, at + done);
    at += bytes.length;
    pieces = [];
    waiting = 0;
  };
  const add = (piece: Buffer): void => {
    pieces.push(piece);
    waiting += piece.length;
    if (waiting >= flushAt) flush();
  };
  const head = write(add);
  flush();
  const headStart = at;
  add(head.transient);
  add(head.retained);
  flush();
  fs.writeSync(fd, preamble(format, head, headStart), 0, preambleLength(format), 0);
  return head;
}

function temporaryName(file: string): string {
  return `${file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
}

/** Windows replaces no file that somebody has open, but renames it: it is put aside, and goes when it is closed. */
function replaceFile(file: string, by: string): void {
  try {
    fs.renameSync(by, file);
    return;
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
  const aside = temporaryName(file);
  fs.renameSync(file, aside);
  try {
    fs.renameSync(by, file);
  } catch (error) {
    fs.renameSync(aside, file);
    throw error;
  }
  remove(aside);
}

function abandon(fd: number, temporary: string): void {
  fs.closeSync(fd);
  remove(temporary);
}

function remove(temporary: string): void {
  try {
    fs.rmSync(temporary, { force: true });
  } catch {
    // A later writer sweeps it away.
  }
}

/** Removes what writers that were killed left behind. */
function sweep(directory: string, file: string): void {
  for (const name of fs.readdirSync(directory)) {
    if (!name.startsWith(`${file}.`) || !name.endsWith('.tmp')) continue;
    const leftBehind = path.join(directory, name);
    const stats = fs.lstatSync(leftBehind, { throwIfNoEntry: false });
    const pid = Number(name.slice(file.length + 1).split('.')[0]);
    const isAbandoned = stats?.isFile() && (!isAlive(pid) || Date.now() - stats.mtimeMs > abandonedMs);
    if (isAbandoned) remove(leftBehind);
  }
}
