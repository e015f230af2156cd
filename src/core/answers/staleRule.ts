/**
 * What the index says to the choice of stale scratch. Only what was looked at can say that a session is not active: a
 * data root that is not there, a folder or a log that cannot be read, or a link that is not followed leaves that open.
 */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { undecidedSessions } from '../roots/liveRegistry.ts';
import type { StaleRule } from '../scratch/selectStale.ts';
import { unreadPlaces, unreadPlacesOf, type UnreadPlace } from './unreadPlaces.ts';

/** The rule at `now`, by an index that was just compared with the disk. The registry is read when it is first asked. */
export function staleRule(index: SessionIndex, now: number, maxAgeMs: StaleRule['maxAgeMs']): StaleRule {
  let undecided: (ReadonlySet<SessionId> | 'any')[] | undefined;
  let unread: readonly UnreadPlace[] | undefined;
  return {
    now,
    maxAgeMs,
    isLive(id) {
      if (index.live(id) !== undefined) return true;
      undecided ??= index.host.roots.map((root) => undecidedSessions(root, index.host.processes));
      return undecided.some((sessions) => sessions === 'any' || sessions.has(id)) ? 'unknown' : false;
    },
    lastActivity(id) {
      unread ??= unreadOrMissing(index);
      return unreadPlacesOf(id, unread).length > 0 ? 'unknown' : index.rows.lastActivityOf(id);
    },
  };
}

/**
 * The rule for outputs of background tasks: a process writes them, and may go on with another session (/clear), so the
 * session that it began with counts as running.
 */
export function outputsRule(index: SessionIndex, rule: StaleRule): StaleRule {
  const continued = new Set<SessionId>();
  const pending = [...index.liveIds()];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const { kind, sessionId } of index.rows.get(id)?.origins ?? []) {
      if (kind !== 'continues-process-of' || continued.has(sessionId)) continue;
      continued.add(sessionId);
      pending.push(sessionId);
    }
  }
  return { ...rule, isLive: (id) => continued.has(id) || rule.isLive(id) };
}

/** With the data roots that are not there: they may come back, as after a mount. */
export function unreadOrMissing(index: SessionIndex): UnreadPlace[] {
  const missing = index.host.roots.filter((root) => !index.rootsFound.includes(root));
  return [
    ...missing.map((root) => ({ path: path.join(root, 'projects'), sessionId: undefined })),
    ...unreadPlaces(index),
  ];
}
