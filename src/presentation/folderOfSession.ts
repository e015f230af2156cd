/** Which opened folder a session belongs to, by the working directories in its entries. */
import * as path from 'node:path';
import type { SessionRow } from '../core/model.ts';

/** A folder open in the editor. `related`: its real path and the worktrees of its repository, the same project too. */
export interface OpenedFolder {
  readonly folder: string;
  readonly related: readonly string[];
}

/** The opened folder that a session belongs to; `undefined` when it ran elsewhere. */
export type FolderOfSession = (row: Pick<SessionRow, 'cwds'>) => string | undefined;

export interface SessionPlace {
  readonly folder: string;
  /** The folder itself, its real path, or the worktree of its repository that the session ran in. */
  readonly within: string;
}

export type PlaceOfSession = (row: Pick<SessionRow, 'cwds'>) => SessionPlace | undefined;

/** Returns the lookup of opened folders alone; see `placeOfSession`. */
export function folderOfSession(opened: readonly OpenedFolder[], platform?: NodeJS.Platform): FolderOfSession {
  const placeOf = placeOfSession(opened, platform);
  return (row) => placeOf(row)?.folder;
}

/**
 * Returns the lookup for a set of opened folders. The first working directory of a session that lies in one decides. A
 * folder itself wins over a related one, then the deepest match wins. Compares path components, ignores case on
 * Windows and how an accent is composed on macOS, and never reads the disk.
 */
export function placeOfSession(
  opened: readonly OpenedFolder[],
  platform: NodeJS.Platform = process.platform,
): PlaceOfSession {
  const own = opened.map(({ folder }) => ({ within: folder, folder }));
  const related = opened.flatMap(({ folder, related }) => related.map((within) => ({ within, folder })));
  const candidates = [...deepestFirst(own, platform), ...deepestFirst(related, platform)];
  const cache = new Map<string, SessionPlace | undefined>();
  const placeOf = (cwd: string): SessionPlace | undefined => {
    if (cache.has(cwd)) return cache.get(cwd);
    const comparable = comparablePath(cwd, platform);
    const found = candidates.find(({ prefix }) => comparable.startsWith(prefix))?.place;
    cache.set(cwd, found);
    return found;
  };
  return (row) => {
    for (const cwd of row.cwds) {
      const place = placeOf(cwd);
      if (place !== undefined) return place;
    }
    return undefined;
  };
}

function deepestFirst(
  places: readonly SessionPlace[],
  platform: NodeJS.Platform,
): { prefix: string; place: SessionPlace }[] {
  return places
    .map((place) => ({ prefix: comparablePath(place.within, platform), place }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
}

/** Normalised, with a separator at the end, so that a prefix ends where a component ends. */
function comparablePath(file: string, platform: NodeJS.Platform): string {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const normal = flavour.normalize(file);
  const ended = normal.endsWith(flavour.sep) ? normal : normal + flavour.sep;
  if (platform === 'win32') return ended.toLowerCase();
  return platform === 'darwin' ? ended.normalize('NFC') : ended;
}
