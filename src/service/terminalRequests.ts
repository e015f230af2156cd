/** What commands ask about resuming sessions and about terminals; the session worker answers. Plain data only. */
import type { SessionPlaces } from '../core/answers/sessionPlaces.ts';
import type { SessionId } from '../core/model.ts';

export type { SessionPlaces };

/** The registry is read anew for each. */
export interface TerminalRequests {
  /** Where a session can be taken up again; `undefined` when there is no log of it. */
  sessionPlaces(id: SessionId): SessionPlaces | undefined;
  /** The live sessions that run in or below the process of a terminal; `not-known` where the system does not tell. */
  sessionsBelow(pid: number): readonly SessionId[] | 'not-known';
  /** Which of the terminals, by process ID, a live session runs in; `not-known` where the system does not tell. */
  terminalOf(id: SessionId, terminals: readonly number[]): number | 'none' | 'not-live' | 'not-known';
}
