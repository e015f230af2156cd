/** The changed files of a checkout, by the sessions whose logs prove that they changed them since the last commit of each. */
import { lastCommitOf } from '../disk/git.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import type { SessionId } from '../model.ts';
import { changedAfter, type ChangedFile } from './changedFiles.ts';
import { sessionsOfPaths, type FileSessions } from './sessionsOfPaths.ts';

export type DirtyFile = FileSessions;

export interface DirtyFiles {
  /** One for each of the paths, in their order. */
  readonly files: readonly DirtyFile[];
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: readonly string[];
}

/** `paths`: absolute, below `toplevel`. */
export function dirtyFiles(known: FileChanges, toplevel: string, paths: readonly string[]): DirtyFiles {
  const { changes, unreadable } = known.touching(paths);
  const files = sessionsOfPaths(changes, paths).map(({ path, sessions }) => {
    return { path, sessions: sessions.length === 0 ? [] : sinceCommit(sessions, toplevel, path) };
  });
  return { files, unreadable };
}

/** Those of one file that have a change after its last commit, with these changes alone. */
export function sinceCommit(files: readonly ChangedFile[], toplevel: string, path: string): ChangedFile[] {
  return changedAfter(files, lastCommitOf(toplevel, path) ?? -Infinity);
}

export type DirtyGroup = 'thisSession' | 'otherSessions' | 'severalSessions' | 'noProof';

/** Whose a dirty file is, as `caller` sees it. */
export function groupOf({ sessions }: DirtyFile, caller: SessionId | undefined): DirtyGroup {
  const ids = new Set(sessions.map(({ sessionId }) => sessionId));
  if (ids.size === 0) return 'noProof';
  if (ids.size > 1) return 'severalSessions';
  return caller !== undefined && ids.has(caller) ? 'thisSession' : 'otherSessions';
}
