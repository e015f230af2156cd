/** Requests about files that sessions changed, in the worker thread. */
import { blame } from '../core/answers/blame.ts';
import { changeRuns, loggedSide } from '../core/answers/changeRuns.ts';
import { changedFiles, newestFirst } from '../core/answers/changedFiles.ts';
import { collisions } from '../core/answers/collisions.ts';
import { filesOfSession } from '../core/answers/filesOfSession.ts';
import { ownersOf } from '../core/answers/ownersOfPath.ts';
import { sessionsOfPaths, withTakenBack } from '../core/answers/sessionsOfPaths.ts';
import { changesCacheFile, FileChanges } from '../core/files/fileChanges.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { ScratchHost } from '../core/scratch/findScratch.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { FileRequests } from '../service/fileRequests.ts';

/**
 * They answer once all logs were compared: who is left out would be told as no writer. `cacheDirectory`: where what was
 * read is kept; without it each question about all sessions reads all logs.
 */
export function fileHandlers(
  live: LiveIndex,
  cacheDirectory: string | undefined,
  scratchHost: () => ScratchHost,
): Handlers<FileRequests> {
  let of: { readonly index: SessionIndex; readonly changes: FileChanges } | undefined;
  const settled = async (): Promise<FileChanges> => {
    await live.compared();
    const { index } = live;
    // A rebuild makes a new index.
    if (of?.index !== index) {
      const file = cacheDirectory && changesCacheFile(cacheDirectory, index.host.roots);
      of = { index, changes: new FileChanges(index, file) };
    }
    return of.changes;
  };
  return {
    sessionFiles: async (id, question) => filesOfSession(await settled(), id, question),
    changeRuns: async (id, question) => changeRuns(await settled(), id, question),
    async ownersOfFile(path) {
      await live.compared();
      return ownersOf(path, live.index, scratchHost());
    },
    async writersOf(path) {
      const known = await settled();
      const { changes: found, unreadable } = known.touching([path]);
      const sessions = newestFirst(changedFiles(found, false));
      const last = known.withTakenBack(sessions.map((one) => one.last));
      return {
        sessions: sessions.map((one, at) => ({ ...one, last: last[at] ?? one.last })),
        unreadable: unreadable.length,
      };
    },
    blameOf: async (path) => blame(path, await settled()),
    sessionsOfPaths: async (paths) =>
      paths.length === 0 ? [] : sessionsOfPaths((await settled()).touching(paths).changes, paths),
    withTakenBack: async (files) => withTakenBack(await settled(), files),
    async collisions() {
      // While this waits a rebuild may replace the index: it is asked for afterwards.
      const changes = await settled();
      return collisions(live.index, changes).collisions;
    },
    loggedSide: (id, place, side) => loggedSide(live.index, id, place, side),
  };
}
