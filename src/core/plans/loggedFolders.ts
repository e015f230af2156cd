/**
 * What stands here of the folders that logs name as places of plans. Each is looked at once: make a new one for a new
 * look.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, isMissing } from '../disk/errors.ts';
import { isBelow } from '../disk/paths.ts';
import {
  isLocalPath,
  realLocation,
  repositoryOf,
  toplevelOf,
  worktreesOf,
  type RepositoryCache,
} from '../disk/repositories.ts';

type Standing = 'nothing' | 'inDataRoot' | 'elsewhere';

export type LoggedFoldersSnapshot = readonly (readonly [folder: string, Standing])[];

export class LoggedFolders {
  readonly #repositories: RepositoryCache;
  readonly #standing = new Map<string, Standing>();
  readonly #locations = new Map<string, string | undefined>();
  /** By the folder that a repository's worktrees share. */
  readonly #worktrees = new Map<string, readonly string[]>();

  constructor(repositories: RepositoryCache) {
    this.#repositories = repositories;
  }

  /** What was found, for `restore`. */
  snapshot(): LoggedFoldersSnapshot {
    return [...this.#standing];
  }

  /** Starts from a snapshot, for `hasChangedSince`. */
  restore(snapshot: LoggedFoldersSnapshot): void {
    for (const [folder, standing] of snapshot) this.#standing.set(folder, standing);
  }

  /** Looks at all that was looked at before. Whether something else stands at one of these places. */
  hasChangedSince(before: LoggedFolders): boolean {
    const changed = [...before.#standing].filter(([folder, standing]) => this.#standingAt(folder) !== standing);
    return changed.length > 0;
  }

  /** Whether something stands at this path, which may be asked for, or that cannot be told. */
  stands(folder: string): boolean {
    return this.#standingAt(folder) !== 'nothing';
  }

  /** Whether a plans folder stands in a data root: beside logs. */
  isOfDataRoot(folder: string): boolean {
    return this.#standingAt(folder) === 'inDataRoot';
  }

  #standingAt(folder: string): Standing {
    let found = this.#standing.get(folder);
    if (found === undefined) this.#standing.set(folder, (found = standingAt(folder)));
    return found;
  }

  /** Whether two local paths lead to one folder. */
  isSamePlace(a: string, b: string): boolean {
    return this.#locationOf(a) === this.#locationOf(b);
  }

  #locationOf(folder: string): string | undefined {
    if (!this.#locations.has(folder)) this.#locations.set(folder, realLocation(folder));
    return this.#locations.get(folder);
  }

  /**
   * Whether a folder is, or was, in a repository of this disk, or in a worktree of one that a working directory is in.
   */
  isOfRepository(folder: string, cwds: readonly string[]): boolean {
    if (toplevelOf(folder, this.#repositories) !== undefined) return true;
    return cwds.some((cwd) => this.#worktreesOf(cwd).some((worktree) => isBelow(folder, worktree)));
  }

  /** Read once for each repository: many sessions have one. */
  #worktreesOf(cwd: string): readonly string[] {
    const repository = repositoryOf(cwd, this.#repositories)?.commonDir;
    if (repository === undefined) return [];
    let found = this.#worktrees.get(repository);
    if (found === undefined) this.#worktrees.set(repository, (found = worktreesOf(cwd, this.#repositories)));
    return found;
  }
}

/**
 * Whether a path that a log names may be looked at: on Windows not one on another machine, unless it is that of the
 * data root's share, which is asked anyway.
 */
export function mayBeAsked(place: string, root: string): boolean {
  if (isLocalPath(place)) return true;
  const share = path.parse(root).root.toLowerCase();
  return /^[\\/]{2}/.test(share) && path.isAbsolute(place) && path.parse(place).root.toLowerCase() === share;
}

/** Where links lead from a folder; its own path when nothing is there. */
export function realPlace(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}

function standingAt(folder: string): Standing {
  try {
    if (fs.lstatSync(folder, { throwIfNoEntry: false }) === undefined) return 'nothing';
  } catch (error) {
    // Where this user may not look, as in another user's home, no client of theirs wrote: a container calls its own
    // home so.
    const isNone = isMissing(error) || ['EACCES', 'EPERM', 'ENAMETOOLONG'].includes(errorCode(error) ?? '');
    return isNone ? 'nothing' : 'elsewhere';
  }
  return fs.existsSync(path.join(path.dirname(folder), 'projects')) ? 'inDataRoot' : 'elsewhere';
}
