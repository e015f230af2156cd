/** The way back from the bin: one rename to where the directory was, or beside it. Nothing is ever overwritten. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withBin, type BinEntry } from './bin.ts';
import { manifestName, parseEntryName } from './binManifest.ts';
import { openDirectory, type DirectoryHandle, type HandleKind, type OpenProblem } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import type { RestoreProblem } from './reasons.ts';
import { ensureFolders, type ScratchDirectoryProblem } from './scratchDirectory.ts';
import { restoredName, sessionIdOfScratch } from './scratchLayout.ts';

export type RestoreResult =
  | {
      readonly restored: true;
      readonly path: string;
      /** Its own place is taken, so it stands beside it, as `<session-id>.restored-1`. */
      readonly beside: boolean;
    }
  | {
      readonly restored: false;
      readonly reason: RestoreProblem;
      /** Of outputs: some came back all the same. */
      readonly part?: RestoredPart;
    };

/** The outputs of one entry of which not all came back. */
export interface RestoredPart {
  /** Their folder. */
  readonly path: string;
  /** Files that are back in it. */
  readonly files: number;
  /** Files that the entry holds still; one that is back, too, where it could not be taken out of the bin. */
  readonly left: number;
  /** The name of one was taken. */
  readonly beside: boolean;
}

const maxBeside = 100;

/**
 * Moves a removed directory back, with all it holds and its mode. Folders on the way are made again if they are gone.
 */
export function restoreFromBin(removed: BinEntry, options: { readonly handles?: HandleKind } = {}): RestoreResult {
  const { base, entry, sessionId, name } = removed;
  if (!base || parseEntryName(entry)?.sessionId !== sessionId || sessionIdOfScratch(name) !== sessionId)
    return stays('not-scratch');
  return intoFolder(removed, base, options.handles, (bin, folder) => moveOut(bin, removed, folder));
}

/** Calls `move` with the bin and with the folder at `names`, which is made again if it is gone. */
export function intoFolder(
  { toplevel, binBase }: BinEntry,
  names: readonly string[],
  handles: HandleKind | undefined,
  move: (bin: DirectoryHandle, folder: DirectoryHandle) => RestoreResult,
): RestoreResult {
  const result = withBin(
    toplevel,
    binBase,
    handles,
    ({ folder: bin }) => {
      const top = openDirectory(toplevel, handles);
      if (typeof top === 'string') return stays(folderProblem(top));
      const folder = ensureFolders(top, names);
      top.close();
      if (typeof folder === 'string') return stays(folderProblem(folder));
      try {
        return move(bin, folder);
      } finally {
        folder.close();
      }
    },
    (problem) => stays(problem === 'missing' ? problem : folderProblem(problem)),
  );
  return result ?? stays('missing');
}

export function stays(reason: RestoreProblem): RestoreResult {
  return { restored: false, reason };
}

function folderProblem(problem: OpenProblem | ScratchDirectoryProblem): RestoreProblem {
  return problem === 'not-permitted' || problem === 'unreadable' ? problem : 'root-not-a-real-directory';
}

function moveOut(bin: DirectoryHandle, { entry, name, sessionId }: BinEntry, folder: DirectoryHandle): RestoreResult {
  try {
    const stat = bin.stat(entry);
    if (!stat) return stays('missing');
    if (!stat.isDirectory()) return stays('replaced');
    for (let n = 0; n <= maxBeside; n++) {
      const target = n === 0 ? name : restoredName(sessionId, n);
      if (folder.stat(target)) continue;
      if (!bin.isIntact() || !folder.isIntact()) return stays('root-not-a-real-directory');
      if (!tryRename(bin.at(entry), folder.at(target))) continue;
      const arrived = statOf(folder, target);
      if (arrived === 'unreadable') return stays('unchecked');
      // Whatever stands there now was put there after the rename or was in the bin's place before it. Moving it on
      // would move something else than was asked for.
      if (arrived?.ino !== stat.ino || arrived.dev !== stat.dev) return stays('exchanged');
      removeManifest(bin, entry);
      return { restored: true, path: path.join(folder.path, target), beside: n > 0 };
    }
    return stays('no-free-name');
  } catch (error) {
    return stays(restoreProblem(error));
  }
}

function statOf(folder: DirectoryHandle, name: string): fs.BigIntStats | 'unreadable' | undefined {
  try {
    return folder.stat(name);
  } catch {
    return 'unreadable';
  }
}

function removeManifest(bin: DirectoryHandle, entry: string): void {
  try {
    fs.rmSync(bin.at(manifestName(entry)), { force: true });
  } catch {
    // A manifest without its directory is swept another time.
  }
}

/** `false` when something took the place in the meantime: the file system replaces at most an empty folder. */
function tryRename(from: string | Buffer, to: string | Buffer): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function restoreProblem(error: unknown): RestoreProblem {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'missing';
    case 'EXDEV':
      return 'other-file-system';
    default:
      return 'not-permitted';
  }
}
