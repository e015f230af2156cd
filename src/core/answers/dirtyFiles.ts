/** The changed files of a checkout, by the sessions whose logs prove that they changed them since the last commit of each. */
import { lastCommitOf } from '../disk/git.ts';
import { samePlaces } from '../disk/samePlaces.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import type { SessionId } from '../model.ts';
import { changedFiles, type ChangedFile } from './changedFiles.ts';

export interface DirtyFile {
  readonly path: string;
  /** Empty: nothing proves who changed it. */
  readonly sessions: readonly ChangedFile[];
}

/** One for each of `paths` (absolute, below `toplevel`), in their order. */
export function dirtyFiles(files: FileChanges, toplevel: string, paths: readonly string[]): DirtyFile[] {
  const places = samePlaces();
  const found = changedFiles(files.touching(paths).changes, false);
  const byPlace = new Map<string, ChangedFile[]>();
  for (const file of found) {
    const place = places.realOf(file.path, true);
    byPlace.set(place, [...(byPlace.get(place) ?? []), file]);
  }
  return paths.map((path) => {
    const all = byPlace.get(places.realOf(path, true)) ?? [];
    return { path, sessions: all.length === 0 ? [] : sinceCommit(all, toplevel, path) };
  });
}

/** Those of one file that have a change after its last commit, with these changes alone. */
export function sinceCommit(files: readonly ChangedFile[], toplevel: string, path: string): ChangedFile[] {
  // A commit has whole seconds.
  const since = (lastCommitOf(toplevel, path) ?? -Infinity) + 999;
  return changedFiles(
    files.flatMap(({ changes }) => changes.filter(({ time }) => time !== undefined && time > since)),
    false,
  );
}

export type DirtyGroup = 'thisSession' | 'otherSessions' | 'severalSessions' | 'noProof';

/** Whose a dirty file is, as `caller` sees it. */
export function groupOf({ sessions }: DirtyFile, caller: SessionId | undefined): DirtyGroup {
  const ids = new Set(sessions.map(({ sessionId }) => sessionId));
  if (ids.size === 0) return 'noProof';
  if (ids.size > 1) return 'severalSessions';
  return caller !== undefined && ids.has(caller) ? 'thisSession' : 'otherSessions';
}
