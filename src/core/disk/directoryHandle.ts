/**
 * Folders held open level by level, so that a name inside one means that very folder, even while another process
 * exchanges its path for a link. Node has no `openat`; on Linux `/proc/self/fd/N/name` is the same thing.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, isMissing } from './errors.ts';

/**
 * `descriptor`: names are resolved through an open descriptor (Linux). `path`: names are resolved by path, and
 * `isIntact` tells before and after an act whether the path still leads here, which narrows a race without closing it.
 */
export type HandleKind = 'descriptor' | 'path';

/** Why no folder was opened. `symlink` stands for any link, `not-a-directory` for files, pipes, sockets and devices. */
export type OpenProblem = 'missing' | 'symlink' | 'not-a-directory' | 'unreadable';

/**
 * Linux, all platforms that Node runs on: names a file without the right to read it, as parents of a home folder need.
 */
const openPathOnly = 0x200000;
const noFollow = fs.constants.O_NOFOLLOW ?? 0;
const noWait = fs.constants.O_NONBLOCK ?? 0;

/** A name as the file system has it; bytes where it is no UTF-8. */
export type EntryName = string | Buffer;

export class DirectoryHandle {
  /** Where it was when it was opened; for messages and for `path` handles. */
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly #fd: number | undefined;
  readonly #parent: DirectoryHandle | undefined;

  constructor(location: string, stat: fs.BigIntStats, fd: number | undefined, parent: DirectoryHandle | undefined) {
    this.path = location;
    this.dev = stat.dev;
    this.ino = stat.ino;
    this.#fd = fd;
    this.#parent = parent;
  }

  get kind(): HandleKind {
    return this.#fd === undefined ? 'path' : 'descriptor';
  }

  /** This folder, for calls that list or change the folder itself. */
  get self(): string {
    return this.#fd === undefined ? this.path : `/proc/self/fd/${this.#fd}`;
  }

  /** The entry `name` of this folder, for any call that does not follow links. */
  at(name: EntryName): string | Buffer {
    assertSingleName(name);
    if (typeof name === 'string') return this.self + path.sep + name;
    return Buffer.concat([Buffer.from(this.self + path.sep), name]);
  }

  /** What stands at `name`, links not followed; `undefined` when nothing does. Throws when it cannot be known. */
  stat(name: EntryName): fs.BigIntStats | undefined {
    return fs.lstatSync(this.at(name), { bigint: true, throwIfNoEntry: false });
  }

  /** Opens the folder `name`, never through a link. Close what you open. */
  open(name: EntryName): DirectoryHandle | OpenProblem {
    const location = path.join(this.path, name.toString());
    try {
      if (this.#fd === undefined) {
        const stat = this.stat(name);
        return stat?.isDirectory() ? new DirectoryHandle(location, stat, undefined, this) : problemOf(stat);
      }
      return openDescriptor(this.at(name), location) ?? problemOf(this.stat(name));
    } catch (error) {
      return isMissing(error) ? 'missing' : 'unreadable';
    }
  }

  /** Opens a folder some levels down. */
  openAll(names: readonly string[]): DirectoryHandle | OpenProblem {
    return openChain(this, names);
  }

  /** Entries in the order of the file system, names as bytes. Throws when the folder cannot be read. */
  *entries(): Generator<{ name: Buffer; dirent: fs.Dirent }> {
    // The option takes 'buffer' as all of node:fs does; the type names text encodings alone.
    const dir = fs.opendirSync(this.self, { encoding: 'buffer' as BufferEncoding, bufferSize: 256 });
    try {
      for (let dirent = dir.readSync(); dirent; dirent = dir.readSync()) {
        yield { name: dirent.name as unknown as Buffer, dirent };
      }
    } finally {
      dir.closeSync();
    }
  }

  /** Bytes of the regular file `name`, links not followed; `undefined` when it is none, too large or unreadable. */
  readFile(name: EntryName, maxBytes: number): Buffer | undefined {
    let fd: number | undefined;
    try {
      if (!this.stat(name)?.isFile()) return undefined;
      fd = fs.openSync(this.at(name), fs.constants.O_RDONLY | noFollow | noWait);
      const stat = fs.fstatSync(fd);
      if (!stat.isFile() || stat.size > maxBytes) return undefined;
      const bytes = Buffer.alloc(stat.size);
      return bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, 0));
    } catch {
      return undefined;
    } finally {
      if (fd !== undefined) fs.closeSync(fd);
    }
  }

  /** Writes a file that does not exist yet, whole and on disk before it returns. Throws `EEXIST` and the like. */
  createFile(name: string, text: string, mode = 0o600): void {
    const fd = fs.openSync(
      this.at(name),
      fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | noFollow,
      mode,
    );
    let isWhole = false;
    try {
      fs.writeFileSync(fd, text);
      fs.fsyncSync(fd);
      isWhole = true;
    } finally {
      fs.closeSync(fd);
      // On a full disk an empty one would be left.
      if (!isWhole) fs.rmSync(this.at(name), { force: true });
    }
  }

  /** Gives the owner the right to list and change this folder. */
  makeWritable(): void {
    const { mode } = fs.statSync(this.self);
    if ((mode & 0o700) !== 0o700) fs.chmodSync(this.self, (mode & 0o7777) | 0o700);
  }

  /**
   * Number of the mount that this folder is seen through; equal devices can be mounted twice. `undefined` where
   * unknown.
   */
  mountId(): number | undefined {
    if (this.#fd === undefined) return undefined;
    try {
      const match = /^mnt_id:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${this.#fd}`, 'latin1'));
      return match?.[1] === undefined ? undefined : Number(match[1]);
    } catch {
      return undefined;
    }
  }

  /** Whether `other` lies on the same file system as far as renaming goes. */
  isSameMount(other: DirectoryHandle): boolean {
    return this.dev === other.dev && this.mountId() === other.mountId();
  }

  /** Whether acts through this handle still reach the folder that was opened. Always so for descriptors. */
  isIntact(): boolean {
    if (this.#fd !== undefined) return true;
    const stat = fs.lstatSync(this.path, { bigint: true, throwIfNoEntry: false });
    const isHere = stat?.isDirectory() === true && stat.dev === this.dev && stat.ino === this.ino;
    return isHere && (this.#parent?.isIntact() ?? true);
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
  }
}

/** Opens the folder at an absolute path without following a link at any level: give a real path. */
export function openDirectory(location: string, kind: HandleKind = availableKind()): DirectoryHandle | OpenProblem {
  if (!path.isAbsolute(location) || location.includes('\0')) return 'missing';
  const { root } = path.parse(location);
  const names = path.normalize(location).slice(root.length).split(path.sep).filter(Boolean);
  let top: DirectoryHandle | OpenProblem;
  try {
    top =
      kind === 'path'
        ? new DirectoryHandle(root, fs.lstatSync(root, { bigint: true }), undefined, undefined)
        : (openDescriptor(root, root) ?? 'unreadable');
  } catch {
    return 'unreadable';
  }
  if (typeof top === 'string') return top;
  if (names.length === 0) return top;
  try {
    return openChain(top, names);
  } finally {
    top.close();
  }
}

/** `descriptor` where `/proc` shows this process its own descriptors. */
export function availableKind(): HandleKind {
  return process.platform === 'linux' && fs.existsSync('/proc/self/fd/.') ? 'descriptor' : 'path';
}

function openChain(from: DirectoryHandle, names: readonly string[]): DirectoryHandle | OpenProblem {
  let at: DirectoryHandle | OpenProblem = from;
  for (const name of names) {
    const next: DirectoryHandle | OpenProblem = at.open(name);
    if (at !== from) at.close();
    if (typeof next === 'string') return next;
    at = next;
  }
  return at;
}

/** `undefined` when what stands there is no folder. */
function openDescriptor(address: string | Buffer, location: string): DirectoryHandle | undefined {
  let fd: number;
  try {
    fd = fs.openSync(address, openPathOnly | (fs.constants.O_DIRECTORY ?? 0) | noFollow);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
  return new DirectoryHandle(location, fs.fstatSync(fd, { bigint: true }), fd, undefined);
}

function problemOf(stat: fs.BigIntStats | undefined): OpenProblem {
  if (!stat) return 'missing';
  return stat.isSymbolicLink() ? 'symlink' : 'not-a-directory';
}

/** Every name comes from a listing or fits a grammar; anything else here is a mistake of the caller. */
function assertSingleName(name: EntryName): void {
  const text = typeof name === 'string' ? name : name.toString('latin1');
  const separators = path.sep === '\\' ? /[/\\:\0]/ : /[/\0]/;
  if (text === '' || text === '.' || text === '..' || separators.test(text)) {
    throw new RangeError('not the name of a directory entry');
  }
}
