/** Whether a data root can be looked at, and why not: for a person who sees no session. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** `no-projects`: the folder is there, and no client has written a session log below it. */
export type RootCondition = 'found' | 'missing' | 'not-a-folder' | 'no-projects' | 'unreadable';

export function rootCondition(root: string): RootCondition {
  const own = folderCondition(root);
  if (own !== 'found') return own;
  const projects = folderCondition(path.join(root, 'projects'));
  return projects === 'missing' || projects === 'not-a-folder' ? 'no-projects' : projects;
}

function folderCondition(folder: string): RootCondition {
  try {
    fs.opendirSync(folder).closeSync();
    return 'found';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'missing';
    return code === 'ENOTDIR' ? 'not-a-folder' : 'unreadable';
  }
}
