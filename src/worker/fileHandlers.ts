/** Requests about files that sessions changed, in the worker thread. */
import { changeRuns, loggedSide } from '../core/answers/changeRuns.ts';
import { changedFiles, newestFirst } from '../core/answers/changedFiles.ts';
import { collisions } from '../core/answers/collisions.ts';
import { filesOfSession } from '../core/answers/filesOfSession.ts';
import { sessionsOfPaths } from '../core/answers/sessionsOfPaths.ts';
import { changesCacheFile, FileChanges } from '../core/files/fileChanges.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { FileRequests } from '../service/fileRequests.ts';

/** `cacheDirectory`: where what was read is kept; without it each question about all sessions reads all logs. */
export function fileHandlers(live: LiveIndex, cacheDirectory: string | undefined): Handlers<FileRequests> {
  let of: { readonly index: SessionIndex; readonly changes: FileChanges } | undefined;
  const changes = (): FileChanges => {
    const { index } = live;
    // A rebuild makes a new index.
    if (of?.index !== index) {
      const file = cacheDirectory && changesCacheFile(cacheDirectory, index.host.roots);
      of = { index, changes: new FileChanges(index, file) };
    }
    return of.changes;
  };
  return {
    sessionFiles: (id, question) => filesOfSession(changes(), id, question),
    changeRuns: (id, question) => changeRuns(changes(), id, question),
    writersOf(path) {
      const { changes: found, unreadable } = changes().touching([path]);
      const sessions = newestFirst(changedFiles(found, false));
      const last = changes().withTakenBack(sessions.map((one) => one.last));
      return {
        sessions: sessions.map((one, at) => ({ ...one, last: last[at] ?? one.last })),
        unreadable: unreadable.length,
      };
    },
    sessionsOfPaths: (paths) => (paths.length === 0 ? [] : sessionsOfPaths(changes().touching(paths).changes, paths)),
    collisions: () => collisions(live.index, changes()),
    loggedSide: (id, place, side) => loggedSide(live.index, id, place, side),
  };
}
