/** The folders of all data roots and the logs in them, as the disk lists them now. No log is opened. */
import * as path from 'node:path';
import { isSameStamp } from '../disk/fileStamp.ts';
import { FolderStamps, stampToKeep } from '../disk/folderStamps.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import type { LogCatalog } from './logCatalog.ts';
import type { TrackedLog } from '../log/trackedLog.ts';
import { foldersBelow, listLogFolder, projectFolders, type PassedOver } from '../roots/roots.ts';
import type { IndexHost, IndexProgress } from './indexTypes.ts';

export interface FolderScan {
  /** Data roots that have a `projects` folder. */
  readonly rootsFound: readonly string[];
  /** Folders that hold logs, or may come to hold some. */
  readonly folders: readonly LogFolder[];
  readonly passedOver: readonly PassedOver[];
}

/**
 * Tells `logs` what is listed, a folder a step, in the order in which logs are read that are new; a folder that cannot be listed now keeps what is known of it. `gone`: the logs
 * that were known and are not there any more.
 */
export function* scanFolders(
  { roots, isReadFirst = () => false }: Pick<IndexHost, 'roots' | 'isReadFirst'>,
  logs: LogCatalog,
): Generator<IndexProgress, { readonly listing: FolderScan; readonly gone: readonly TrackedLog[] }> {
  const gone: TrackedLog[] = [];
  const passedOver: PassedOver[] = [];
  const rootsFound: string[] = [];
  const folders: LogFolder[] = [];
  const stamps = new FolderStamps();
  logs.beginScan();
  const keep = (unreadable: string): void => {
    passedOver.push({ path: unreadable, reason: 'unreadable' });
    logs.retain(unreadable);
  };
  for (const root of roots) {
    const projects = projectFolders(root);
    if (projects === 'missing') continue;
    rootsFound.push(root);
    if (projects === 'unreadable') keep(path.join(root, 'projects'));
    const waiting = typeof projects === 'string' ? [] : firstOnesLast(projects, isReadFirst);
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      const known = logs.folder(folder);
      folders.push(known?.folder ?? folder);
      const now = stamps.of(folder.path);
      if (now === 'missing') continue;
      if (known?.stamp !== undefined && isSameStamp(known.stamp, now)) {
        logs.markSeen(known);
        waiting.push(...known.foldersBelow().reverse());
      } else {
        const stamp = stampToKeep(now);
        const found = listLogFolder(folder, known?.text);
        if (found === 'unreadable') keep(folder.path);
        if (typeof found === 'string') continue;
        gone.push(...logs.update(folder, found, stamp));
        passedOver.push(...found.passedOver);
        waiting.push(...foldersBelow(folder, found.below).reverse());
      }
      yield { done: 0, total: 0, change: undefined };
    }
  }
  gone.push(...logs.endScan());
  return { listing: { rootsFound, folders, passedOver }, gone };
}

/** From the last one to be listed to the first one. */
function firstOnesLast(projects: readonly LogFolder[], isFirst: (projectName: string) => boolean): LogFolder[] {
  return [...projects].reverse().sort((a, b) => Number(isFirst(a.projectName)) - Number(isFirst(b.projectName)));
}
