/** Which folders are watched, those that matter most first. */
import * as path from 'node:path';
import type { LogFolder } from '../core/roots/logFolder.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/**
 * The system has so many watches for each user, for the editor too, and old sessions have thousands of folders for
 * their agents in which nothing happens any more. Once a session goes on, its folders are among the first.
 */
const mostSessionFolders = 4_096;

/** Folders beside those of logs in which something that matters can appear: plans and the registry. */
export function surroundingFolders({ host, directories }: SessionIndex): Set<string> {
  return new Set([...host.roots.map((root) => path.join(root, 'sessions')), ...directories.listed]);
}

/** Folders in which something that matters can appear: the roots, plans, projects, then the newest sessions' own. */
export function foldersToWatch(index: SessionIndex, most = mostSessionFolders): Set<string> {
  const { roots } = index.host;
  const projects = roots.map((root) => path.join(root, 'projects'));
  const all = new Set([...roots, ...projects, ...surroundingFolders(index)]);
  const ofSessions: LogFolder[] = [];
  for (const folder of index.folders) {
    if (folder.sessionId === undefined) all.add(folder.path);
    else ofSessions.push(folder);
  }
  for (const location of newestOf(ofSessions, index, most)) all.add(location);
  return all;
}

/** By the last activity of the folder's session; one that the index does not have may just begin. */
function newestOf(folders: readonly LogFolder[], { rows }: SessionIndex, most: number): readonly string[] {
  const paths = folders.flatMap(pathsOf);
  if (paths.length <= most) return paths;
  const dated = folders.map((folder) => ({
    folder,
    at: (folder.sessionId && rows.lastActivityOf(folder.sessionId)) ?? Infinity,
  }));
  return dated
    .sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
    .flatMap(({ folder }) => pathsOf(folder))
    .slice(0, most);
}

/** It, and the folder in which it is or may appear. */
function pathsOf({ path: location, sessionFolder }: LogFolder): string[] {
  return sessionFolder === undefined ? [location] : [location, sessionFolder];
}
