/** Whether a file of a folder is there, without following any link on the way. Nothing of it is read. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isBelow } from './paths.ts';

export type ReachedFile = 'found' | 'gone' | 'not-a-regular-file' | 'not-looked-at';

/**
 * `not-a-regular-file`: a link, folder or device stands there, or something that is no folder on the way.
 * `not-looked-at`: the path lies in none of the folders as it stands.
 */
export function reachedFile(file: string, folders: readonly string[]): ReachedFile {
  const isPlain = !file.includes('\0') && path.normalize(file) === file;
  const folder = isPlain ? folders.find((one) => isBelow(file, one)) : undefined;
  if (folder === undefined) return 'not-looked-at';
  const names = path.relative(folder, file).split(path.sep);
  try {
    const isReached = names.every((_name, i) => {
      const stats = fs.lstatSync(path.join(folder, ...names.slice(0, i + 1)));
      return i === names.length - 1 ? stats.isFile() : stats.isDirectory();
    });
    return isReached ? 'found' : 'not-a-regular-file';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'not-a-regular-file';
  }
}
