/**
 * What the index says to the choice of stale scratch. Only what was looked at can say that a session is not active: a data
 * root that is not there, a folder or a log that cannot be read, or a link that is not followed leaves that open.
 */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { undecidedSessions } from '../roots/liveRegistry.ts';
import { brokenProjectLinks, logFileIn } from '../roots/roots.ts';
import type { StaleRule } from '../scratch/selectStale.ts';
import { parseSessionId } from '../text/ids.ts';

/** What may hold entries of a session, and was not read. */
export interface UnreadPlace {
  readonly path: string;
  /** The only session whose entries it may hold; `undefined`: it may be any. */
  readonly sessionId: SessionId | undefined;
}

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
      unread ??= unreadPlaces(index);
      const isUnread = unread.some(({ sessionId }) => sessionId === undefined || sessionId === id);
      return isUnread ? 'unknown' : index.rows.lastActivityOf(id);
    },
  };
}

/** Data roots that are not there, and folders and logs that could not be read or lie behind links. */
export function unreadPlaces(index: SessionIndex): UnreadPlace[] {
  const { roots } = index.host;
  const missing = roots.filter((root) => !index.rootsFound.includes(root)).map((root) => path.join(root, 'projects'));
  return [
    ...[...missing, ...roots.flatMap(brokenProjectLinks)].map((folder) => ({ path: folder, sessionId: undefined })),
    ...index.passedOver
      .filter(({ reason }) => reason !== 'ignored-name')
      .map(({ path: place }) => ({ path: place, sessionId: sessionOfPlace(place, roots) })),
    ...unreadLogs(index),
  ];
}

function* unreadLogs({ logs }: SessionIndex): Generator<UnreadPlace, void> {
  for (const folder of logs.folders) {
    for (const { name, summary } of logs.summariesOf(folder)) {
      // A log that was read has the stamp of its file.
      if (summary.stamp !== undefined) continue;
      yield { path: path.join(folder.folder.path, name), sessionId: logFileIn(folder.folder, name)?.sessionId };
    }
  }
}

/** The session that a place below `projects/<project>/` is named after. */
function sessionOfPlace(place: string, roots: readonly string[]): SessionId | undefined {
  for (const root of roots) {
    const [project, ofSession] = path.relative(path.join(root, 'projects'), place).split(path.sep);
    if (project !== '..' && ofSession !== undefined) return parseSessionId(ofSession.replace(/\.jsonl$/, ''));
  }
  return undefined;
}
