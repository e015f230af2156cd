/** Which folders are watched, those that matter most first. */
import * as path from 'node:path';
import { parseSessionId } from '../core/ids.ts';
import type { SessionIndex } from '../core/sessionIndex.ts';

/**
 * The system has so many watches for each user, for the editor too, and old sessions have thousands of folders for their
 * agents in which nothing happens any more. Once a session goes on, its folders are among the first.
 */
const mostSessionFolders = 4_096;

/** Folders beside those of logs in which something that matters can appear: plans and the registry. */
export function surroundingFolders({ host, directories }: SessionIndex): Set<string> {
  return new Set([...host.roots.map((root) => path.join(root, 'sessions')), ...directories.listed]);
}

/** Folders in which something that matters can appear: the roots, plans, projects, then the newest sessions' own. */
export function foldersToWatch(index: SessionIndex, most = mostSessionFolders): Set<string> {
  const { roots } = index.host;
  const projects = new Set(roots.map((root) => path.join(root, 'projects')));
  const all = new Set([...roots, ...projects, ...surroundingFolders(index)]);
  const ofSessions: string[] = [];
  for (const folder of index.folders) {
    if (projects.has(path.dirname(folder))) all.add(folder);
    else ofSessions.push(folder);
  }
  for (const folder of newestOf(ofSessions, index, most)) all.add(folder);
  return all;
}

/** By the last activity of the session that a folder is named after; that of an unknown one may just begin. */
function newestOf(folders: readonly string[], { host, rows }: SessionIndex, most: number): readonly string[] {
  if (folders.length <= most) return folders;
  const prefixes = host.roots.map((root) => path.join(root, 'projects') + path.sep);
  const dated = folders.map((folder) => {
    const below = folder.slice(prefixes.find((prefix) => folder.startsWith(prefix))?.length ?? 0);
    const id = parseSessionId(below.split(path.sep)[1]);
    return { folder, at: (id && rows.lastActivityOf(id)) ?? Infinity };
  });
  return dated
    .sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
    .slice(0, most)
    .map(({ folder }) => folder);
}
