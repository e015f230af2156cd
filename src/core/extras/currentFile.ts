/** The file that a checkpoint is a copy of, as it is now: only where the log need not be trusted. */
import { reachedFile } from '../disk/reachedFile.ts';
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
  return reachedFile(file, [folder]) === 'found' ? file : undefined;
}
