/** The way back from the bin: one rename to where the directory was, or beside it. Nothing is ever overwritten. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withBin, type BinEntry } from './bin.ts';
import { manifestName, parseEntryName } from './binManifest.ts';
import { openDirectory, type DirectoryHandle, type HandleKind } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import type { RestoreProblem } from './reasons.ts';
import { ensureFolders } from './scratchDirectory.ts';
import { restoredName, sessionIdOfScratch } from './scratchLayout.ts';

export type RestoreResult =
  | {
      readonly restored: true;
      readonly path: string;
      /** Its own place is taken, so it stands beside it, as `<session-id>.restored-1`. */
      readonly beside: boolean;
    }
  | { readonly restored: false; readonly reason: RestoreProblem };

const maxBeside = 100;

/**
 * Moves a removed directory back, with all it holds and its mode. Folders on the way are made again if they are gone.
 */
export function restoreFromBin(removed: BinEntry, options: { readonly handles?: HandleKind } = {}): RestoreResult {
  const { base, toplevel, binBase, entry, sessionId, name } = removed;
  if (!base || parseEntryName(entry)?.sessionId !== sessionId || sessionIdOfScratch(name) !== sessionId)
    return stays('not-scratch');
  const result = withBin(toplevel, binBase, options.handles, ({ folder: bin }) => {
    const top = openDirectory(toplevel, options.handles);
    if (typeof top === 'string') return stays('root-not-a-real-directory');
    const folder = ensureFolders(top, base);
    top.close();
    if (typeof folder === 'string') {
      return stays(folder === 'not-permitted' ? 'not-permitted' : 'root-not-a-real-directory');
    }
    try {
      return moveOut(bin, removed, folder);
    } finally {
      folder.close();
    }
  });
  return result ?? stays('missing');
}

function stays(reason: RestoreProblem): RestoreResult {
  return { restored: false, reason };
}

function moveOut(bin: DirectoryHandle, { entry, name, sessionId }: BinEntry, folder: DirectoryHandle): RestoreResult {
  try {
    const stat = bin.stat(entry);
    if (!stat) return stays('missing');
    if (!stat.isDirectory()) return stays('not-scratch');
    for (let n = 0; n <= maxBeside; n++) {
      const target = n === 0 ? name : restoredName(sessionId, n);
      if (folder.stat(target)) continue;
      if (!bin.isIntact() || !folder.isIntact()) return stays('root-not-a-real-directory');
      if (!tryRename(bin.at(entry), folder.at(target))) continue;
      const arrived = folder.stat(target);
      // Whatever stands there now was put there after the rename or was in the bin's place before it. Moving it on
      // would move something else than was asked for.
      if (arrived?.ino !== stat.ino || arrived.dev !== stat.dev) return stays('exchanged');
      fs.rmSync(bin.at(manifestName(entry)), { force: true });
      return { restored: true, path: path.join(folder.path, target), beside: n > 0 };
    }
    return stays('not-permitted');
  } catch (error) {
    return stays(restoreProblem(error));
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
