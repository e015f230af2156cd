/**
 * What all logs say of files, in a file beside the cache of the index, by the same rules: it is never the answer, any
 * doubt about it means reading again, and nobody but this user can write to it. The head has the stamps of all logs,
 * the paths, and which paths each log has; the body has each log's changes.
 */
import * as path from 'node:path';
import { checksum, openCacheFile, writeCacheFile, type OpenedCache } from '../index/cache/cacheFile.ts';
import { joinColumns, splitColumns, textOf } from '../index/cache/columns.ts';
import { isSameStamp, type FileStamp } from '../disk/fileStamp.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { parseJson } from '../text/parseJson.ts';
import type { LogChanges } from './readChanges.ts';

/** Changed with every change of what is stored or of how logs are read. */
const format = 'session-scope files 2\n';
const head = {
  /** Size, mtimeMs, ctimeMs and inode of each log; size NaN: it is to be read. */
  stamps: Float64Array,
  /** Where the logs' parts of the body begin, one more than there are logs; and what proves each whole. */
  starts: Float64Array,
  checksums: Uint32Array,
  /** Numbers of the paths of all logs, log by log, and where those of each begin. */
  targets: Uint32Array,
  targetStarts: Uint32Array,
  /** Roots, then path and names of each folder; and all paths; both parted by NUL, which no path has. */
  folders: Uint8Array,
  paths: Uint8Array,
} as const;

/** The cache of these roots in `directory`. */
export function changesCacheFile(directory: string, roots: readonly string[]): string {
  return path.join(directory, `files-${checksum(Buffer.from(roots.join('\0'))).toString(16)}.bin`);
}

export class ChangesCache {
  /** All paths that any log has. */
  readonly paths: readonly string[];
  readonly #opened: OpenedCache;
  readonly #columns: ReturnType<typeof splitColumns<typeof head>>;
  readonly #folders = new Map<string, { readonly first: number; readonly names: string }>();

  private constructor(opened: OpenedCache, roots: readonly string[]) {
    this.#opened = opened;
    this.#columns = splitColumns(opened.head.transient, head);
    const [key, ...folders] = textOf(this.#columns.folders, 'utf8').split('\0');
    if (key !== roots.join('\n')) throw new Error('a cache of other roots');
    let first = 0;
    for (let at = 0; at + 1 < folders.length; at += 2) {
      const names = folders[at + 1] ?? '';
      this.#folders.set(folders[at] ?? '', { first, names });
      first += names === '' ? 0 : names.split('\n').length;
    }
    const text = textOf(this.#columns.paths, 'utf8');
    this.paths = text === '' ? [] : text.split('\0');
    const { stamps, starts, checksums, targetStarts } = this.#columns;
    const fits =
      stamps.length === first * 4 &&
      starts.length === first + 1 &&
      checksums.length === first &&
      targetStarts.length === first + 1;
    if (!fits) throw new RangeError('columns of different lengths');
  }

  /** `undefined` when there is none, or any doubt about it. Never throws. */
  static open(file: string, roots: readonly string[]): ChangesCache | undefined {
    return ChangesCache.#of(openCacheFile(file, format), roots);
  }

  static #of(opened: OpenedCache | undefined, roots: readonly string[]): ChangesCache | undefined {
    if (opened === undefined) return undefined;
    try {
      return new ChangesCache(opened, roots);
    } catch {
      opened.cache.close();
      return undefined;
    }
  }

  /** Writes what `logs` gives, which is all logs of the index in the order of its folders, and opens it. */
  static write(
    file: string,
    index: SessionIndex,
    changesOf: (folder: number, log: number) => LogChanges | undefined,
  ): ChangesCache | undefined {
    const { roots } = index.host;
    const written = writeCacheFile(file, format, (add) => ({
      transient: pack(index, add, changesOf),
      retained: Buffer.alloc(0),
    }));
    return ChangesCache.#of(written, roots);
  }

  /** The numbers that the cache has for the logs of a folder with these names, in their order; -1 where it has none. */
  numbersOf(folder: string, names: string): (at: number) => number {
    const cached = this.#folders.get(folder);
    if (cached === undefined) return () => -1;
    const { first } = cached;
    if (cached.names === names) return (at) => first + at;
    const known = new Map(cached.names.split('\n').map((name, at) => [name, first + at]));
    const listed = names.split('\n');
    return (at) => known.get(listed[at] ?? '') ?? -1;
  }

  /** Whether the log of this number was read when its file had this stamp. */
  isCurrent(log: number, stamp: FileStamp | undefined): boolean {
    const [size = NaN, mtimeMs = NaN, ctimeMs = NaN, ino = NaN] = this.#columns.stamps.subarray(log * 4, log * 4 + 4);
    return log >= 0 && stamp !== undefined && isSameStamp({ size, mtimeMs, ctimeMs, ino }, stamp);
  }

  /** Whether the log has one of the paths, by their numbers. */
  hasTarget(log: number, wanted: Uint8Array): boolean {
    const { targets, targetStarts } = this.#columns;
    const end = targetStarts[log + 1] ?? 0;
    for (let at = targetStarts[log] ?? 0; at < end; at++) if (wanted[targets[at] ?? 0] === 1) return true;
    return false;
  }

  /** What the log says; `undefined` when it was not read, or its part is damaged. */
  changesOf(log: number): LogChanges | undefined {
    const { starts, checksums } = this.#columns;
    const start = starts[log] ?? NaN;
    const length = (starts[log + 1] ?? NaN) - start;
    if (!(length > 0)) return undefined;
    const bytes = this.#opened.cache.body(start, length);
    if (bytes?.length !== length || checksum(bytes) !== checksums[log]) return undefined;
    return parseJson(bytes) as LogChanges | undefined;
  }

  close(): void {
    this.#opened.cache.close();
  }
}

function pack(
  index: SessionIndex,
  add: (piece: Buffer) => void,
  changesOf: (folder: number, log: number) => LogChanges | undefined,
): Buffer {
  const stamps: number[] = [];
  const starts = [0];
  const checksums: number[] = [];
  const targets: number[] = [];
  const targetStarts = [0];
  const folders: string[] = [index.host.roots.join('\n')];
  const paths = new Map<string, number>();
  let at = 0;
  for (const [number, folder] of [...index.logs.folders].entries()) {
    folders.push(folder.folder.path, folder.joinedNames);
    for (let log = 0; log < folder.count; log++) {
      const found = changesOf(number, log);
      const bytes = found === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(found));
      add(bytes);
      at += bytes.length;
      starts.push(at);
      checksums.push(checksum(bytes));
      const { size = NaN, mtimeMs = NaN, ctimeMs = NaN, ino = NaN } = found?.stamp ?? {};
      stamps.push(size, mtimeMs, ctimeMs, ino);
      for (const target of new Set(found?.changes.map((change) => change.path))) {
        let known = paths.get(target);
        if (known === undefined) paths.set(target, (known = paths.size));
        targets.push(known);
      }
      targetStarts.push(targets.length);
    }
  }
  return joinColumns(
    {
      stamps: Float64Array.from(stamps),
      starts: Float64Array.from(starts),
      checksums: Uint32Array.from(checksums),
      targets: Uint32Array.from(targets),
      targetStarts: Uint32Array.from(targetStarts),
      folders: Buffer.from(folders.join('\0')),
      paths: Buffer.from([...paths.keys()].join('\0')),
    },
    head,
  );
}
