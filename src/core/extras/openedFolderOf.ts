import * as path from 'node:path';
import { isBelow } from '../disk/paths.ts';
import type { CheckpointFile } from '../model.ts';

/** The opened folder that the proved path of the checkpoint's file lies in. Looks at no disk. */
export function openedFolderOf({ copyOf }: CheckpointFile, folders: readonly string[]): string | undefined {
  const file = copyOf?.path;
  if (file === undefined || file.includes('\0') || path.normalize(file) !== file) return undefined;
  return folders.find((folder) => isBelow(file, folder));
}
