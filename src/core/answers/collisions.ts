/** Files that two live sessions changed: each since the process that has it open started. */
import type { FileChanges } from '../files/fileChanges.ts';
import { pathKey } from '../files/targetPath.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { FileChange } from '../model.ts';
import { changedFiles, type ChangedFile } from './changedFiles.ts';

export interface Collision {
  readonly path: string;
  /** One for each session, its last change with it. */
  readonly sessions: readonly ChangedFile[];
}

export interface FoundCollisions {
  readonly collisions: readonly Collision[];
  /** Logs of live sessions that could not be read: what they say is not in the answer. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the logs of the live sessions alone. Sessions whose processes do not say when they started count with all
 * changes.
 */
export function collisions(index: SessionIndex, files: FileChanges): FoundCollisions {
  const changes: FileChange[] = [];
  const unreadable: string[] = [];
  for (const id of index.rows.keys()) {
    const live = index.live(id);
    if (live === undefined) continue;
    const starts = live.processes.map(({ startedAt }) => startedAt ?? -Infinity);
    const since = Math.min(...starts);
    const found = files.ofSession(id);
    changes.push(...found.changes.filter(({ time }) => (time ?? Infinity) >= since));
    unreadable.push(...found.unreadable);
  }
  const byFile = new Map<string, ChangedFile[]>();
  for (const file of changedFiles(changes, false)) {
    const key = pathKey(file.path);
    byFile.set(key, [...(byFile.get(key) ?? []), file]);
  }
  const found = [...byFile.values()].flatMap((sessions) => {
    const [first] = sessions;
    return first === undefined || sessions.length < 2 ? [] : [{ path: first.path, sessions }];
  });
  return { collisions: found, unreadable };
}
