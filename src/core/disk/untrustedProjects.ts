/** Whose settings files may not be read: projects in, around, or the same as a folder that is not trusted. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The test for a set of folders. Folders and projects count by their own paths and by their real ones; a project around a folder is the same repository. */
export function untrustedProjects(folders: readonly string[]): (project: string) => boolean {
  const untrusted = pathsOf(folders);
  if (untrusted.length === 0) return () => false;
  return (project) =>
    pathsOf([project]).some((one) => untrusted.some((folder) => contains(folder, one) || contains(one, folder)));
}

function pathsOf(folders: readonly string[]): string[] {
  return [...new Set(folders.flatMap((folder) => [folder, realPath(folder)]))];
}

function contains(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}
