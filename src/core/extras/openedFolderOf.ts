import * as path from 'node:path';
import type { CheckpointFile } from '../model.ts';

/** The opened folder that the proved path of the checkpoint's file lies in. Looks at no disk. */
export function openedFolderOf({ copyOf }: CheckpointFile, folders: readonly string[]): string | undefined {
  const file = copyOf?.path;
  if (file === undefined || !path.isAbsolute(file) || file.includes('\0') || path.normalize(file) !== file)
    return undefined;
  return folders.find((folder) => {
    const relative = path.relative(folder, file);
    return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
}
