/** Who else works here now: the live sessions, as the registry proves them, of one project. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LiveState, Plan, SessionId, SessionRow } from '../model.ts';
import { plansOf } from './plansOf.ts';
import { unreadOfLive, unreadOfPlans, type UnreadPlace } from './unreadPlaces.ts';

export interface Sibling {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  /** Where its process is now. */
  readonly cwd: string | undefined;
  readonly branch: string | undefined;
  readonly state: LiveState;
  /** What it waits for while its state is `waiting`, in the client's words. */
  readonly waitingFor: string | undefined;
  /** The plan in force. */
  readonly plan: Pick<Plan, 'slug' | 'title' | 'path' | 'state'> | undefined;
}

/** The live sessions among those that belong, `self` left out; those that wait first, then by ID. */
export function siblingsOf(
  index: SessionIndex,
  belongs: (row: SessionRow) => boolean,
  self: SessionId | undefined,
): Sibling[] {
  const siblings: Sibling[] = [];
  for (const { sessionId, state } of liveRows(index)) {
    const row = index.rows.get(sessionId);
    const live = index.live(sessionId);
    if (sessionId === self || row === undefined || live === undefined || !belongs(row)) continue;
    const plan = plansOf(index, sessionId).find(({ inForce }) => inForce);
    siblings.push({
      sessionId,
      title: row.title,
      cwd: live.processes[0]?.cwd ?? row.cwds.at(-1),
      branch: row.branch,
      state,
      waitingFor: live.waitingFor,
      plan: plan && { slug: plan.slug, title: plan.title, path: plan.path, state: plan.state },
    });
  }
  const rank = ({ state }: Sibling): number => (state === 'waiting' ? 0 : 1);
  return siblings.sort((a, b) => rank(a) - rank(b) || (a.sessionId < b.sessionId ? -1 : 1));
}

/** What could not be read, and may hold more siblings, or more of those that were found. */
export function unreadOfSiblings(
  index: SessionIndex,
  places: readonly UnreadPlace[],
  found: readonly Sibling[],
  self: SessionId | undefined,
): string[] {
  const ofPlans = found.flatMap(({ sessionId }) => unreadOfPlans(index, sessionId));
  return [...unreadOfLive(index, places, self), ...ofPlans];
}

function* liveRows(index: SessionIndex): Generator<{ readonly sessionId: SessionId; readonly state: LiveState }, void> {
  for (const sessionId of index.rows.keys()) {
    const live = index.live(sessionId);
    if (live !== undefined) yield { sessionId, state: live.state };
  }
}
