/** Where a session can be taken up again: its folders as they are on disk now, and the processes that have it open. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isLocalPath, realLocation, toplevelOf } from '../disk/repositories.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LiveProcess, SessionId } from '../model.ts';
import { liveSessions, undecidedSessions } from '../roots/liveRegistry.ts';
import { isProjectNameOf } from '../roots/projectNames.ts';
import { dataRoots } from '../roots/roots.ts';

export interface SessionPlaces {
  /**
   * The session's working directory in which a client finds its log: the one that the log's project directory is named
   * after. Hostile: an entry names it. `undefined` where none of the session's is.
   */
  readonly resumeFolder: string | undefined;
  /** Whether a folder is there now. */
  readonly resumeFolderExists: boolean;
  /** The data root of that log, where a client that is started without `CLAUDE_CONFIG_DIR` would look in another. */
  readonly configDir: string | undefined;
  /**
   * Folders of the session that are there: the toplevels of its working trees, that of the live process first, and the
   * one to resume in.
   */
  readonly folders: readonly string[];
  /** The processes that have it open now. */
  readonly processes: readonly LiveProcess[];
  /** It may be open: the registry names it, or cannot be read, and nothing proves that its process ended. */
  readonly mayBeLive: boolean;
}

/** `undefined` when the index has no log of it. The registry is read anew. `env`: of the client to be started. */
export function sessionPlaces(
  index: SessionIndex,
  id: SessionId,
  env: NodeJS.ProcessEnv = process.env,
): SessionPlaces | undefined {
  const row = index.rows.get(id);
  if (row === undefined || row.logs.length === 0) return undefined;
  const { roots, processes: table } = index.host;
  const processes = liveSessions(roots, table, (one) => one === id).get(id)?.processes ?? [];
  const undecided = roots.map((root) => undecidedSessions(root, table));
  // It may have moved: the last one is where it is.
  const places = row.cwds.flatMap((folder) => {
    const log = row.logs.find((file) => isProjectNameOf(path.basename(path.dirname(file)), folder));
    return log === undefined ? [] : [{ folder, root: path.dirname(path.dirname(path.dirname(log))) }];
  });
  const place = places.at(-1);
  const [usual] = dataRoots([], env, os.homedir());
  const root = place?.root ?? row.root;
  const toplevels = (folders: readonly string[]): string[] =>
    folders.filter(isFolder).map((folder) => toplevelOf(folder) ?? folder);
  const resumeFolders = place === undefined ? [] : [place.folder].filter(isFolder);
  return {
    resumeFolder: place?.folder,
    resumeFolderExists: resumeFolders.length > 0,
    configDir: usual !== undefined && realLocation(usual) === realLocation(root) ? undefined : root,
    folders: [
      ...new Set([...toplevels(processes.flatMap(({ cwd }) => cwd ?? [])), ...resumeFolders, ...toplevels(row.cwds)]),
    ],
    processes,
    mayBeLive: undecided.some((ids) => ids === 'any' || ids.has(id)),
  };
}

function isFolder(folder: string): boolean {
  try {
    return isLocalPath(folder) && fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
