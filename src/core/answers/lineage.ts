/** The family of a session: all sessions that it is linked to, directly or through others, and what links them. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { Relation, SessionId, SessionRow, TeleportedFrom } from '../model.ts';
import { relationsOf, reverseRelationsOf, teleportedFrom } from './relationsOf.ts';
import { sessionEvents, type SessionEvent } from './sessionEvents.ts';

export interface LineageSession extends Pick<SessionRow, 'sessionId' | 'title' | 'firstActivity' | 'lastActivity'> {
  /** Whether a data root has it. */
  readonly found: boolean;
  readonly teleportedFrom: TeleportedFrom | undefined;
  readonly events: readonly SessionEvent[];
}

/** What the log of `from` says of `to`. */
export interface LineageRelation extends Omit<Relation, 'sessionId'> {
  readonly from: SessionId;
  readonly to: SessionId;
}

export interface Lineage {
  /** By first activity, as the logs say; those that no data root has at the end. */
  readonly sessions: readonly LineageSession[];
  readonly relations: readonly LineageRelation[];
  /** Sessions linked to these that are not listed, because there are more than anybody looks at. */
  readonly leftOut: number;
}

/** As many as a person can look at. */
const mostSessions = 500;

export function lineageOf(index: SessionIndex, id: SessionId): Lineage {
  const family = new Set<SessionId>([id]);
  const relations = new Map<string, LineageRelation>();
  const leftOut = new Set<SessionId>();
  const add = (from: SessionId, { sessionId: to, ...relation }: Relation, other: SessionId): void => {
    if (!family.has(other) && family.size >= mostSessions) {
      leftOut.add(other);
      return;
    }
    family.add(other);
    relations.set(`${from} ${to} ${relation.kind} ${relation.evidence.file}`, { from, to, ...relation });
  };
  // A set goes on with what is added to it.
  for (const one of family) {
    for (const relation of relationsOf(index, one)) add(one, relation, relation.sessionId);
    for (const relation of reverseRelationsOf(index, one)) {
      add(relation.sessionId, { ...relation, sessionId: one }, relation.sessionId);
    }
  }
  const sessions = [...family].map((sessionId): LineageSession => {
    const row = index.rows.get(sessionId);
    const { title, firstActivity, lastActivity } = row ?? {};
    const events = row === undefined ? [] : sessionEvents(index, sessionId);
    const teleported = row && teleportedFrom(index, sessionId);
    return {
      sessionId,
      title,
      firstActivity,
      lastActivity,
      found: row !== undefined,
      teleportedFrom: teleported,
      events,
    };
  });
  sessions.sort(byBeginning);
  return { sessions, relations: [...relations.values()].sort(byFrom(sessions)), leftOut: leftOut.size };
}

function byBeginning(a: LineageSession, b: LineageSession): number {
  const [first, second] = [a.firstActivity ?? Infinity, b.firstActivity ?? Infinity];
  return first === second ? (a.sessionId < b.sessionId ? -1 : 1) : first - second;
}

/** In the order of the sessions that say it. */
function byFrom(sessions: readonly LineageSession[]): (a: LineageRelation, b: LineageRelation) => number {
  const rank = new Map(sessions.map(({ sessionId }, at) => [sessionId, at]));
  return (a, b) => (rank.get(a.from) ?? 0) - (rank.get(b.from) ?? 0) || (rank.get(a.to) ?? 0) - (rank.get(b.to) ?? 0);
}
