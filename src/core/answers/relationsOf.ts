/** How a session and others come from each other: what its own log says of them, and what theirs say of it. */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { firstLines } from '../log/firstPrompt.ts';
import { originsIn } from '../log/originFacts.ts';
import type { LinePosition, PlanFact } from '../log/sessionLogFacts.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { Evidence, Relation, RelationKind, SessionId, TeleportedFrom } from '../model.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';
import { literal, nullish, number, object, safeParse, string } from '../text/schema.ts';
import { teamOf } from './teamOf.ts';

/** What the session's own log says; none for a session that the index does not have. */
export function relationsOf(index: SessionIndex, id: SessionId): Relation[] {
  const logs = logsOf(index, id);
  const named = logs.flatMap(relationsIn);
  // A process can begin under an ID that never gets a log (2.1.132): that is no session to come from.
  const known = named.filter(({ kind, sessionId }) => kind !== 'continues-process-of' || index.rows.has(sessionId));
  return [...known, ...planMakers(index, id, logs, known), ...logs.flatMap(teamOf)];
}

/** The same as the others have it: each with the other session, and the proof in its log. */
export function reverseRelationsOf(index: SessionIndex, id: SessionId): Relation[] {
  const candidates = new Set<SessionId>();
  for (const [other, origins] of index.rows.origins()) {
    if (origins.some(({ sessionId }) => sessionId === id)) candidates.add(other);
  }
  for (const file of index.plansOf(id).paths) for (const owner of index.ownersOfPlan(file)) candidates.add(owner);
  for (const other of index.liveIds()) candidates.add(other);
  candidates.delete(id);
  return [...candidates].sort().flatMap((other) =>
    relationsOf(index, other)
      .filter(({ sessionId }) => sessionId === id)
      .map((relation) => ({ ...relation, sessionId: other })),
  );
}

/** The remote session that this one was fetched from (published; its form beyond these fields is not known). */
export function teleportedFrom(index: SessionIndex, id: SessionId): TeleportedFrom | undefined {
  for (const { file } of logsOf(index, id)) {
    for (const { line, offset, record } of firstLines(file.path)) {
      const teleport = safeParse(teleportEntry, record);
      if (teleport === undefined) continue;
      const evidence = { kind: teleport.type, file: file.path, line, offset };
      return { remoteSessionId: teleport.remoteSessionId, messages: teleport.messageCount ?? undefined, evidence };
    }
  }
  return undefined;
}

const teleportEntry = object({
  type: literal('teleported-from'),
  remoteSessionId: string,
  messageCount: nullish(number),
});

function logsOf(index: SessionIndex, id: SessionId): TrackedSessionLog[] {
  return logsInOrder(index.sessionLogs(id)?.logs ?? []);
}

function relationsIn({ file, facts }: TrackedSessionLog): Relation[] {
  const proof = (kind: string, position: LinePosition): Evidence => ({ kind, file: file.path, ...position });
  const foreign = facts.foreign.map(({ sessionId, position }): Relation => {
    return { kind: 'foreign-entries', sessionId, evidence: proof('foreign-entries', position) };
  });
  const origins = originsIn(facts).map(({ kind, sessionId, proof: how, position }): Relation => {
    return { kind, sessionId, evidence: proof(how, position) };
  });
  return [...origins.filter(({ kind }) => kind !== 'foreign-entries'), ...foreign];
}

/**
 * Whose plan a session implements whose first prompt has the plan, and names no transcript: of the sessions that prove
 * the same file, those that logged this very text.
 */
function planMakers(
  index: SessionIndex,
  id: SessionId,
  logs: readonly TrackedSessionLog[],
  known: readonly Relation[],
): Relation[] {
  const kind: RelationKind = 'implements-plan-of';
  if (known.some((relation) => relation.kind === kind)) return [];
  return logs.flatMap(({ file, facts }) =>
    facts.plans
      .filter((plan) => plan.kind === 'plan-content')
      .flatMap((plan) => {
        const evidence = { kind: plan.kind, file: file.path, ...plan.position };
        return sharers(index, id, plan)
          .filter((other) => logsOf(index, other).some((log) => log.facts.plans.some((made) => hasMade(made, plan))))
          .map((sessionId): Relation => ({ kind, sessionId, evidence }));
      }),
  );
}

/** Other sessions with a plan of this name that this session has, too. */
function sharers(index: SessionIndex, id: SessionId, { slug }: PlanFact): SessionId[] {
  const files = index.plansOf(id).paths.filter((file) => path.basename(file, '.md') === slug);
  return files.flatMap((file) => [...index.ownersOfPlan(file)].filter((owner) => owner !== id).sort());
}

function hasMade(made: PlanFact, { slug, text }: PlanFact): boolean {
  const isMaker = made.slug === slug && (made.kind === 'plan-written' || made.kind === 'plan-approved');
  return isMaker && text !== undefined && [made.text, ...(made.earlier ?? [])].includes(text);
}
