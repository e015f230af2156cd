/**
 * The index on disk, so that a start need not read all logs again. One file for each set of roots: a header, then columns
 * of numbers, paths, facts and rows. Any doubt (version, checksum, another set of roots, anything that does not fit) makes
 * the start a cold one. Written beside and renamed, so that windows and commands can share it without locks.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { openRegularFile, readAt } from './log/openRegularFile.ts';
import type { StoredLog } from './logStore.ts';
import type { IndexHost, StoredIndex } from './sessionIndex.ts';

/** Changed with every change of what is stored or of how logs are read. */
const format = 'session-scope index 1\n';
const largest = 1024 * 1024 * 1024;
const columns = ['size', 'mtimeMs', 'ctimeMs', 'ino', 'tail', 'badLines', 'repairedLines', 'packedLength'] as const;

interface Header {
  readonly key: string;
  readonly logs: number;
  /** Bytes of the parts behind the columns. */
  readonly paths: number;
  readonly packed: number;
  readonly index: number;
}

/** The cache of these roots in `directory`. */
export function indexCacheFile(directory: string, host: IndexHost): string {
  return path.join(directory, `index-${keyOf(host)}.bin`);
}

/** Reads a cache; `undefined` when there is none, or any doubt about it. Never throws. */
export function readIndexCache(file: string, host: IndexHost): StoredIndex | undefined {
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return undefined;
  try {
    return opened.stats.size > largest ? undefined : unpack(readAt(opened.fd, 0, opened.stats.size), keyOf(host));
  } catch {
    return undefined;
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** Writes a cache, readable by this user alone. False when the disk refuses: then the next start is a cold one. */
export function writeIndexCache(file: string, host: IndexHost, index: StoredIndex): boolean {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    sweep(path.dirname(file));
    const fd = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(fd, pack(index, keyOf(host)));
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, file);
    return true;
  } catch {
    fs.rmSync(temporary, { force: true });
    return false;
  }
}

/** Removes what writers that were killed left behind. */
function sweep(directory: string): void {
  for (const name of fs.readdirSync(directory)) {
    const pid = Number(/^index-[0-9a-f]+\.bin\.(\d+)\.tmp$/.exec(name)?.[1]);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    fs.rmSync(path.join(directory, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the index depends on beside the disk. */
function keyOf({ roots, scratchPatterns = [] }: IndexHost): string {
  const text = JSON.stringify([roots, scratchPatterns]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function pack({ logs, rows, directories }: StoredIndex, key: string): Buffer {
  const numbers = new Float64Array(logs.size * columns.length);
  const packed: Buffer[] = [];
  let at = 0;
  for (const { stamp, tail, badLines, repairedLines, packed: bytes } of logs.values()) {
    const { size, mtimeMs, ctimeMs, ino } = stamp;
    numbers.set([size, mtimeMs, ctimeMs, ino, tail, badLines, repairedLines, bytes.length], at);
    at += columns.length;
    packed.push(bytes);
  }
  const paths = Buffer.from(JSON.stringify([...logs.keys()]));
  const facts = Buffer.concat(packed);
  const index = Buffer.from(JSON.stringify({ rows, directories }));
  const header: Header = { key, logs: logs.size, paths: paths.length, packed: facts.length, index: index.length };
  // Padded, so that the columns begin at a multiple of 8.
  const head = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - ((format.length + 8 + head.length) % 8)) % 8, ' ');
  const body = Buffer.concat([head, padding, Buffer.from(numbers.buffer), paths, facts, index]);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(head.length + padding.length, 0);
  lengths.writeUInt32LE(zlib.crc32(body), 4);
  return Buffer.concat([Buffer.from(format), lengths, body]);
}

function unpack(bytes: Buffer, key: string): StoredIndex | undefined {
  const start = format.length + 8;
  if (bytes.length < start || bytes.toString('latin1', 0, format.length) !== format) return undefined;
  const headLength = bytes.readUInt32LE(format.length);
  const body = bytes.subarray(start);
  if (headLength > body.length || zlib.crc32(body) !== bytes.readUInt32LE(format.length + 4)) return undefined;
  const header = JSON.parse(body.toString('utf8', 0, headLength)) as Header;
  if (header.key !== key) return undefined;

  const part = partsOf(body, headLength);
  const numbers = part(header.logs * columns.length * 8);
  const paths = JSON.parse(part(header.paths).toString('utf8')) as string[];
  const packed = part(header.packed);
  const { rows, directories } = JSON.parse(part(header.index).toString('utf8')) as Omit<StoredIndex, 'logs'>;
  return { logs: storedLogs(paths, numbers, packed), rows, directories };
}

function partsOf(body: Buffer, start: number): (length: number) => Buffer {
  let at = start;
  return (length) => body.subarray(at, (at += length));
}

function storedLogs(paths: readonly string[], numbers: Buffer, packed: Buffer): Map<string, StoredLog> {
  const logs = new Map<string, StoredLog>();
  let at = 0;
  let from = 0;
  const next = (): number => {
    at += 8;
    return numbers.readDoubleLE(at - 8);
  };
  for (const file of paths) {
    const stamp = { size: next(), mtimeMs: next(), ctimeMs: next(), ino: next() };
    const [tail, badLines, repairedLines, length] = [next(), next(), next(), next()];
    logs.set(file, { stamp, tail, badLines, repairedLines, packed: packed.subarray(from, from + length) });
    from += length;
  }
  return logs;
}
