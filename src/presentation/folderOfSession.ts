/** Which opened folder a session belongs to, by the working directories in its entries. */
import * as path from 'node:path';
import type { SessionRow } from '../core/model.ts';

/** A folder open in the editor. `related`: its real path and the worktrees of its repository, the same project too. */
export interface OpenedFolder {
  readonly folder: string;
  readonly related: readonly string[];
}

/** The opened folder that a session belongs to; `undefined` when it ran elsewhere. */
export type FolderOfSession = (row: SessionRow) => string | undefined;

/**
 * Returns the lookup for a set of opened folders. The first working directory of a session that lies in one decides. A
 * folder itself wins over a related one, then the deepest match wins. Compares path components, ignores case on
 * Windows, and never reads the disk.
 */
export function folderOfSession(
  opened: readonly OpenedFolder[],
  platform: NodeJS.Platform = process.platform,
): FolderOfSession {
  const candidates = [
    ...deepestFirst(
      opened.map(({ folder }) => ({ within: folder, folder })),
      platform,
    ),
    ...deepestFirst(
      opened.flatMap(({ folder, related }) => related.map((within) => ({ within, folder }))),
      platform,
    ),
  ];
  const cache = new Map<string, string | undefined>();
  const folderOf = (cwd: string): string | undefined => {
    if (cache.has(cwd)) return cache.get(cwd);
    const comparable = comparablePath(cwd, platform);
    const found = candidates.find(({ prefix }) => comparable.startsWith(prefix))?.folder;
    cache.set(cwd, found);
    return found;
  };
  return (row) => {
    for (const cwd of row.cwds) {
      const folder = folderOf(cwd);
      if (folder !== undefined) return folder;
    }
    return undefined;
  };
}

function deepestFirst(
  candidates: { within: string; folder: string }[],
  platform: NodeJS.Platform,
): { prefix: string; folder: string }[] {
  return candidates
    .map(({ within, folder }) => ({ prefix: comparablePath(within, platform), folder }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
}

/** Normalised, with a separator at the end, so that a prefix ends where a component ends. */
function comparablePath(file: string, platform: NodeJS.Platform): string {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const normal = flavour.normalize(file);
  const ended = normal.endsWith(flavour.sep) ? normal : normal + flavour.sep;
  return platform === 'win32' ? ended.toLowerCase() : ended;
}
