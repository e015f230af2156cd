/** The folders of all data roots and the logs in them, as the disk lists them now. No log is opened. */
import * as path from 'node:path';
import type { TrackedLog } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import { listLogFolder, projectFolders, type PassedOver } from '../roots/roots.ts';
import type { IndexHost, IndexProgress } from './indexTypes.ts';
import type { LogCatalog } from './logCatalog.ts';

export interface FolderScan {
  /** Data roots that have a `projects` folder. */
  readonly rootsFound: readonly string[];
  /** Folders that hold logs, or may come to hold some. */
  readonly folders: readonly LogFolder[];
  readonly passedOver: readonly PassedOver[];
}

/**
 * Updates the catalog, one folder a step, in the order in which new logs are to be read. A folder that cannot be listed
 * now keeps its logs. Returns the scan, and in `gone` the logs that are no longer there.
 */
export function* scanFolders(
  { roots, isReadFirst = () => false }: Pick<IndexHost, 'roots' | 'isReadFirst'>,
  catalog: LogCatalog,
): Generator<IndexProgress, { readonly scan: FolderScan; readonly gone: readonly TrackedLog[] }> {
  const gone: TrackedLog[] = [];
  const passedOver: PassedOver[] = [];
  const rootsFound: string[] = [];
  const folders: LogFolder[] = [];
  const read = new Set<string>();
  catalog.beginScan();
  const retain = (unreadable: string): void => {
    passedOver.push({ path: unreadable, reason: 'unreadable' });
    catalog.retain(unreadable);
  };
  for (const root of roots) {
    const projects = projectFolders(root, roots, read);
    if (projects === 'missing') continue;
    rootsFound.push(root);
    if (projects === 'unreadable') retain(path.join(root, 'projects'));
    const stack = typeof projects === 'string' ? [] : firstOnesLast(projects, isReadFirst);
    for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
      const known = catalog.folderAt(folder.path);
      folders.push(known?.folder ?? folder);
      const found = listLogFolder(folder, known?.joinedNames);
      if (found === 'unreadable') retain(folder.path);
      if (typeof found === 'string') continue;
      gone.push(...catalog.update(known ?? catalog.add(folder), found));
      passedOver.push(...found.passedOver);
      for (let last = found.below.length - 1; last >= 0; last--) stack.push(found.below[last] as LogFolder);
      yield { done: 0, total: 0, change: undefined };
    }
  }
  gone.push(...catalog.endScan());
  return { scan: { rootsFound, folders, passedOver }, gone };
}

/**
 * Whether each folder that may hold logs of a session lists the same names as at the last scan: all project
 * directories, and the session's own folders. Opens no log.
 */
export function isListedAsBefore(
  { roots }: Pick<IndexHost, 'roots'>,
  catalog: LogCatalog,
  { rootsFound }: FolderScan,
  id: SessionId,
): boolean {
  const read = new Set<string>();
  return roots.every((root) => {
    const projects = projectFolders(root, roots, read);
    if (projects === 'missing') return !rootsFound.includes(root);
    if (projects === 'unreadable' || !rootsFound.includes(root)) return false;
    const folders = [...projects];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const known = catalog.folderAt(folder.path)?.joinedNames ?? '';
      const listing = listLogFolder(folder, known);
      if (listing === 'unreadable') return false;
      if (listing === 'missing') continue;
      if (!listing.isKnown && listing.names.join('\n') !== known) return false;
      folders.push(...listing.below.filter((below) => below.sessionId === id));
    }
    return true;
  });
}

/** From the last one to be listed to the first one. */
function firstOnesLast(projects: readonly LogFolder[], isFirst: (projectName: string) => boolean): LogFolder[] {
  return [...projects].reverse().sort((a, b) => Number(isFirst(a.projectName)) - Number(isFirst(b.projectName)));
}
