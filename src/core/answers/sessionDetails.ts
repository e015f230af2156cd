/** Everything on one session, resolved against the disk: plan files are compared, agents' meta files and scratch are read. */
import { agentsOfSession } from '../agents/agentsOfSession.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { Plan, PlanState, Relation, RelationKind, SessionDetails, SessionId, SessionLog } from '../model.ts';
import { extrasOf } from '../extras/extrasOf.ts';
import { planTextHash } from '../log/planTextHash.ts';
import type { ProvenPlan } from '../plans/planProofs.ts';
import { findScratch, type ScratchHost } from '../scratch/findScratch.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { logsInOrder, plansOfSession } from '../plans/sessionPlans.ts';

/** A plan file beyond this size is not compared with the log. */
const largestPlan = 4 * 1024 * 1024;

/** What the index and the disk say of a session; `undefined` when the index does not know it. */
export function sessionDetails(
  index: SessionIndex,
  id: SessionId,
  scratchHost: ScratchHost,
): SessionDetails | undefined {
  const sources = index.sessionLogs(id);
  const row = index.rows.get(id);
  if (sources === undefined || row === undefined) return undefined;
  const logs = logsInOrder(sources.logs);
  const plans = plansOfSession(sources.logs, index.directories).map((plan) =>
    resolvePlan(plan, id, index.ownersOfPlan(plan.path)),
  );
  const agents = agentsOfSession({ sessionId: id, logs, agents: sources.agents, live: index.live(id) });
  const { plans: counted, agents: listed, scratch: named, ...common } = row;
  return {
    ...common,
    logs: logs.map(describeLog),
    waitingFor: index.live(id)?.waitingFor,
    plan: plans.find((plan) => plan.inForce),
    plans,
    agents,
    scratch: findScratch(
      {
        sessionId: id,
        cwds: row.cwds,
        patterns: index.host.scratchPatterns,
        scratchpads: logs.flatMap((log) => log.facts.scratchpads),
        outputFiles: logs.flatMap((log) => log.facts.outputFiles),
        taskIds: logs.flatMap((log) => log.facts.taskIds),
        agentLogs: agents.map((agent) => agent.path),
      },
      scratchHost,
    ),
    extras: extrasOf(index, id, logs, row.cwds),
    relations: logs.flatMap(relationsOf),
  };
}

/** Adds what only the file and the other sessions can say. */
export function resolvePlan(plan: ProvenPlan, id: SessionId, owners: Iterable<SessionId>): Plan {
  const { loggedText, ...proven } = plan;
  const { state, differs } = compare(plan.path, plan.state, loggedText);
  return { ...proven, state, differs, sharedWith: [...owners].filter((owner) => owner !== id).sort() };
}

function compare(
  file: string,
  state: PlanState,
  loggedText: string | undefined,
): { state: PlanState; differs: boolean | undefined } {
  if (state !== 'found') return { state, differs: undefined };
  const bytes = readSmallFile(file, largestPlan);
  if (bytes === undefined) return { state: 'unreadable', differs: undefined };
  return { state, differs: loggedText === undefined ? undefined : planTextHash(bytes.toString('utf8')) !== loggedText };
}

function describeLog(log: TrackedSessionLog): SessionLog {
  const { entries, foreignEntries, badLines, repairedLines } = log.facts;
  const incompleteBytes = log.facts === log.settled ? log.tail : 0;
  return { path: log.file.path, entries, foreignEntries, badLines, repairedLines, incompleteBytes };
}

function relationsOf(log: TrackedSessionLog): Relation[] {
  const { forkedFrom, implementsPlanOf, foreign } = log.facts;
  const relation = (kind: RelationKind, named: (typeof foreign)[number] | undefined): Relation[] =>
    named === undefined
      ? []
      : [{ kind, sessionId: named.sessionId, evidence: { kind, file: log.file.path, ...named.place } }];
  return [
    ...relation('forked-from', forkedFrom),
    ...relation('implements-plan-of', implementsPlanOf),
    ...foreign.flatMap((named) => relation('foreign-entries', named)),
  ];
}
