/** Whose settings files may not be read: projects in, around, or the same as a folder that is not trusted. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isInside } from './paths.ts';

/**
 * The test for a set of folders. Folders and projects count by their own paths and by their real ones; a project around
 * a folder is the same repository.
 */
export function untrustedProjects(folders: readonly string[]): (project: string) => boolean {
  const untrusted = pathsOf(folders);
  if (untrusted.length === 0) return () => false;
  return (project) =>
    pathsOf([project]).some((one) => untrusted.some((folder) => isInside(one, folder) || isInside(folder, one)));
}

function pathsOf(folders: readonly string[]): string[] {
  return [...new Set(folders.flatMap((folder) => [path.resolve(folder), realPath(folder)]))];
}

function realPath(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}
