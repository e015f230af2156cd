/**
 * Paths as the disk spells them, to tell whether two lead to one place: by links on the way, or by letters of another
 * case where the file system has it so.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isLocalPath } from './repositories.ts';

export interface Places {
  /**
   * The path as the disk spells it. What is gone keeps its names; a link at the end is not followed unless `follow`
   * says so. What may be on another machine (a share) is not looked at, and is as it stands.
   */
  realOf(file: string, follow?: boolean): string;
}

/** Asks the disk once for each folder: make a new one for a new question. */
export function samePlaces(): Places {
  const folders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    let real = folders.get(folder);
    if (real === undefined) {
      const above = path.dirname(folder);
      real = realpath(folder) ?? (above === folder ? folder : path.join(realFolder(above), path.basename(folder)));
      folders.set(folder, real);
    }
    return real;
  };
  const realOf = (file: string, follow = false): string => {
    const normal = path.resolve(file);
    // The path may be from a log.
    if (!isLocalPath(normal)) return normal;
    if (follow) return realFolder(normal);
    const inFolder = path.join(realFolder(path.dirname(normal)), path.basename(normal));
    return isLink(inFolder) ? inFolder : (realpath(inFolder) ?? inFolder);
  };
  return { realOf };
}

function isLink(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false;
  }
}

function realpath(file: string): string | undefined {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return undefined;
  }
}
