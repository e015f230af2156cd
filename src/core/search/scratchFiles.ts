/** The files of a scratch directory, links not followed. */
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';

/** A file that is there: `at` opens it while the generator stands at it, `path` names it. */
export interface ScratchFile {
  readonly path: string;
  readonly at: string;
}

const deepest = 20;
const mostEntries = 20_000;

interface Walk {
  entries: number;
  readonly passOver: (folder: string) => void;
}

/**
 * Regular files whose names are UTF-8, folder by folder in the order of names. Never throws: `passOver` is called for a
 * folder that cannot be listed, is too deep or has too many entries.
 */
export function* scratchFiles(directory: string, passOver: (folder: string) => void): Generator<ScratchFile, void> {
  const folder = openDirectory(directory);
  if (typeof folder !== 'string') yield* filesIn(folder, 1, { entries: 0, passOver });
  else if (folder === 'unreadable') passOver(directory);
}

function* filesIn(folder: DirectoryHandle, depth: number, walk: Walk): Generator<ScratchFile, void> {
  try {
    for (const { name, isFolder } of namesIn(folder, walk)) {
      if (!isFolder) {
        yield { path: path.join(folder.path, name), at: folder.at(name) as string };
        continue;
      }
      const inner = depth < deepest ? folder.open(name) : 'unreadable';
      if (typeof inner !== 'string') yield* filesIn(inner, depth + 1, walk);
      else if (inner === 'unreadable') walk.passOver(path.join(folder.path, name));
    }
  } finally {
    folder.close();
  }
}

function namesIn(folder: DirectoryHandle, walk: Walk): { name: string; isFolder: boolean }[] {
  const names: { name: string; isFolder: boolean }[] = [];
  try {
    for (const { name, dirent } of folder.entries()) {
      if (walk.entries++ === mostEntries) walk.passOver(folder.path);
      if (walk.entries > mostEntries) break;
      const text = name.toString();
      if (!dirent.isDirectory() && !dirent.isFile()) continue;
      if (Buffer.from(text).equals(name)) names.push({ name: text, isFolder: dirent.isDirectory() });
    }
  } catch {
    walk.passOver(folder.path);
  }
  return names.sort((a, b) => (a.name < b.name ? -1 : 1));
}
