/**
 * The changed files of a checkout, by the sessions whose logs prove that they changed them since the last commit of
 * each.
 */
import * as path from 'node:path';
import { lastCommitOf } from '../disk/git.ts';
import { realLocation, repositoryOf, type RepositoryCache } from '../disk/repositories.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import type { SessionId } from '../model.ts';
import { changedAfter, type ChangedFile } from './changedFiles.ts';
import { sessionsOfPaths, type FileSessions } from './sessionsOfPaths.ts';

export type DirtyFile = FileSessions;

/**
 * Files in the order that was asked for, and the paths of those of which git does not say when they were committed
 * last.
 */
export interface SinceCommit<T> {
  readonly files: readonly T[];
  /** What of their changes is committed cannot be told: each is left out of `files`. */
  readonly undecided: readonly string[];
}

export interface DirtyFiles extends SinceCommit<DirtyFile> {
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: readonly string[];
}

/** One for each of `paths` (absolute, below `toplevel`), in their order. */
export function dirtyFiles(known: FileChanges, toplevel: string, paths: readonly string[]): DirtyFiles {
  const { changes, unreadable } = known.touching(paths);
  const dirty: DirtyFile[] = [];
  const undecided: string[] = [];
  for (const { path: file, sessions } of sessionsOfPaths(changes, paths)) {
    const commit = sessions.length === 0 ? -Infinity : lastCommitOf(toplevel, file);
    if (commit === undefined) undecided.push(file);
    else dirty.push({ path: file, sessions: changedAfter(sessions, commit) });
  }
  return { files: dirty, undecided, unreadable };
}

/**
 * Those files that have a change after their last commit, with these changes alone; all changes of what lies in no
 * repository. Each repository is asked for itself: one that does not answer leaves the files of the others decided.
 */
export function uncommitted(files: readonly ChangedFile[]): SinceCommit<ChangedFile> {
  const cache: RepositoryCache = new Map();
  const commits = new Map<string, number | undefined>();
  const commitOf = (file: string): number | undefined => {
    if (!commits.has(file)) {
      const folder = path.dirname(file);
      const repository = repositoryOf(folder, cache);
      // Git knows no path that leads into the repository by a link.
      const real = () => path.join(realLocation(folder) ?? folder, path.basename(file));
      commits.set(file, repository === undefined ? -Infinity : lastCommitOf(repository.toplevel, real()));
    }
    return commits.get(file);
  };
  const left: ChangedFile[] = [];
  const undecided = new Set<string>();
  for (const file of files) {
    const commit = commitOf(file.path);
    if (commit === undefined) undecided.add(file.path);
    else left.push(...(commit === -Infinity ? [file] : changedAfter([file], commit, true)));
  }
  return { files: left, undecided: [...undecided] };
}

export type DirtyGroup = 'thisSession' | 'otherSessions' | 'severalSessions' | 'noProof';

/** Whose a dirty file is, as `caller` sees it. */
export function groupOf({ sessions }: DirtyFile, caller: SessionId | undefined): DirtyGroup {
  const ids = new Set(sessions.map(({ sessionId }) => sessionId));
  if (ids.size === 0) return 'noProof';
  if (ids.size > 1) return 'severalSessions';
  return caller !== undefined && ids.has(caller) ? 'thisSession' : 'otherSessions';
}
