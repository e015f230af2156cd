/** Whose settings files may not be read: projects in, around, or the same as a folder that is not trusted. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The test for a set of folders. A folder counts by its own path and by its real one; a project around it is the same repository. */
export function untrustedProjects(folders: readonly string[]): (project: string) => boolean {
  const untrusted = new Set(folders.flatMap((folder) => [folder, realPath(folder)]));
  return (project) => [...untrusted].some((folder) => contains(folder, project) || contains(project, folder));
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
