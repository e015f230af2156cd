/** The file that a checkpoint is a copy of, as it is now: only where the log need not be trusted. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CheckpointFile } from '../model.ts';
import { openedFolderOf } from './openedFolderOf.ts';

/**
 * The path of that file, when a regular file is there that is reached from the opened folder without any link.
 * A path that a log names is taken only when the checkpoint's name is its hash.
 */
export function currentFile(checkpoint: CheckpointFile, folders: readonly string[]): string | undefined {
  const folder = openedFolderOf(checkpoint, folders);
  const file = checkpoint.copyOf?.path;
  if (folder === undefined || file === undefined) return undefined;
  const names = path.relative(folder, file).split(path.sep);
  try {
    const isReached = names.every((_name, i) => {
      const stats = fs.lstatSync(path.join(folder, ...names.slice(0, i + 1)));
      return i === names.length - 1 ? stats.isFile() : stats.isDirectory();
    });
    return isReached ? file : undefined;
  } catch {
    return undefined;
  }
}
