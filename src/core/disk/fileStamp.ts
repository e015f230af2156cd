/** Size, times and inode of a file or folder: while they are the same, so is what stands there. */
import * as fs from 'node:fs';

export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

const orNothing = { throwIfNoEntry: false } as const;

/** The stamp of what stands at `path` now; `undefined` when nothing does, or it cannot be asked. */
export function stampOf(path: string): FileStamp | undefined {
  try {
    return fs.lstatSync(path, orNothing);
  } catch {
    return undefined;
  }
}

/** The stamp alone: `fs.Stats` has many more fields. */
export function stampFrom({ size, mtimeMs, ctimeMs, ino }: FileStamp): FileStamp {
  return { size, mtimeMs, ctimeMs, ino };
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}
