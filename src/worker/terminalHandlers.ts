/** Requests about sessions and the terminals that they run in. The registry is read anew for each. */
import { sessionPlaces } from '../core/answers/sessionPlaces.ts';
import { processTree } from '../core/disk/processTree.ts';
import { liveSessions } from '../core/roots/liveRegistry.ts';
import { sessionsBelow, terminalOf } from '../core/roots/terminalSessions.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { TerminalRequests } from '../service/terminalRequests.ts';

/** `mayRunPrograms`: macOS tells which process started which by a program alone. */
export function terminalHandlers(live: LiveIndex, mayRunPrograms: boolean): Handlers<TerminalRequests> {
  return {
    sessionPlaces: (id) => sessionPlaces(live.index, id),
    sessionsBelow(pid) {
      const { roots, processes } = live.index.host;
      const tree = processTree(mayRunPrograms);
      if (tree === undefined) return 'not-known';
      return [...new Set(sessionsBelow(pid, roots, processes, tree).map(({ sessionId }) => sessionId))];
    },
    terminalOf(id, terminals) {
      const { roots, processes } = live.index.host;
      const session = liveSessions(roots, processes, (one) => one === id).get(id);
      if (session === undefined) return 'not-live';
      const tree = processTree(mayRunPrograms);
      return tree === undefined ? 'not-known' : (terminalOf(session.processes, terminals, tree) ?? 'none');
    },
  };
}
