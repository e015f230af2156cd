/**
 * Other files of the sessions that somebody looks at. Nothing watches their folders, of which there is one a session and kind:
 * each comparison with the disk lists them again.
 */
import type { SessionId } from '../core/model.ts';
import { listOtherFiles, type SharedNames } from '../core/otherFiles/listOtherFiles.ts';
import type { SessionIndex } from '../core/sessionIndex.ts';

/** Sessions that are followed: those that were asked for last. */
const mostFollowed = 32;

export class FollowedFiles {
  /** What was there, as one text, by session; the one asked for last is the last. */
  readonly #seen = new Map<SessionId, string>();

  /** Call it before the session's files are read, so that what changes after this is found. */
  follow(index: SessionIndex, id: SessionId): void {
    this.#seen.delete(id);
    this.#seen.set(id, look(index, id));
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > mostFollowed && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** The followed sessions whose files are others than at the last look. */
  changed(index: SessionIndex): Set<SessionId> {
    const changed = new Set<SessionId>();
    const shared: SharedNames = new Map();
    for (const [id, before] of this.#seen) {
      if (!index.rows.has(id)) continue;
      const now = look(index, id, shared);
      if (now === before) continue;
      this.#seen.set(id, now);
      changed.add(id);
    }
    return changed;
  }
}

function look(index: SessionIndex, id: SessionId, shared?: SharedNames): string {
  const { files, omitted, unlisted } = listOtherFiles(index, id, shared);
  return JSON.stringify([
    files.map(({ path, state, bytes, mtimeMs }) => [path, state, bytes, mtimeMs]),
    omitted,
    unlisted,
  ]);
}
