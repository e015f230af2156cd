/**
 * Details of the followed sessions that are not in their logs: extras, files next to agent logs, and the registry. They
 * have no events, since there is a folder for each session and kind: each comparison with the disk checks them.
 */
import { agentMetaFile } from '../core/agents/agentMeta.ts';
import { stampOf } from '../core/disk/fileStamp.ts';
import type { SessionId } from '../core/model.ts';
import { listExtras, readableExtraKinds, type SharedNames } from '../core/extras/listExtras.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import { journalBeside } from '../core/agents/workflows.ts';

/** Sessions that are followed: those that were asked for last. */
const mostFollowed = 32;

export class FollowedFiles {
  /** What was there, as one text, by session; the one asked for last is the last. */
  readonly #seen = new Map<SessionId, string>();

  /** Call it before the session's files are read, so that what changes after this is found. */
  follow(index: SessionIndex, id: SessionId): void {
    // A view may still show what was there before.
    const seen = this.#seen.get(id) ?? look(index, id);
    this.#seen.delete(id);
    this.#seen.set(id, seen);
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
  const { files, omitted, unlisted } = listExtras(index, id, shared, { kinds: readableExtraKinds });
  return JSON.stringify([
    files.map(({ path, state, bytes, mtimeMs }) => [path, state, bytes, mtimeMs]),
    omitted,
    unlisted,
    filesBesideAgents(index, id).map((file) => {
      const stamp = stampOf(file);
      return stamp && [stamp.size, stamp.mtimeMs, stamp.ino];
    }),
  ]);
}

/** Meta files and journals of workflows, whether or not they are there: they say how agents ended. */
function filesBesideAgents(index: SessionIndex, id: SessionId): string[] {
  const files = new Set<string>();
  for (const { file } of index.sessionLogs(id)?.agents ?? []) {
    files.add(agentMetaFile(file.path));
    const journal = journalBeside(file.path);
    if (journal !== undefined) files.add(journal);
  }
  return [...files];
}
