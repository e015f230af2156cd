/** Which opened folder a session belongs to, by the working directories in its entries. */
import * as path from 'node:path';
import type { SessionRow } from '../core/model.ts';

/** A folder open in the editor, with the other folders that count as the same project: its real path, the worktrees of its repository. */
export interface OpenedFolder {
  readonly folder: string;
  readonly related: readonly string[];
}

/** The opened folder that a session belongs to; `undefined` when it ran elsewhere. */
export type FolderOfSession = (row: SessionRow) => string | undefined;

/**
 * Makes the rule for a set of opened folders: the first working directory of a session that lies in an opened folder decides;
 * a folder itself is stronger than a related one, the deepest match is the strongest of its kind. Compares path components,
 * without regard to case on Windows, and never looks at the disk.
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
  const known = new Map<string, string | undefined>();
  const folderOf = (cwd: string): string | undefined => {
    if (known.has(cwd)) return known.get(cwd);
    const comparable = comparablePath(cwd, platform);
    const found = candidates.find(({ prefix }) => comparable.startsWith(prefix))?.folder;
    known.set(cwd, found);
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
