/** Everything on one session, resolved against the disk: plan files are compared, agents' meta files and scratch are read. */
import { agentsOfSession } from '../agents/agentsOfSession.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { Relation, RelationKind, SessionDetails, SessionId, SessionLog } from '../model.ts';
import { extrasOf } from '../extras/extrasOf.ts';
import { findScratch, type ScratchHost } from '../scratch/findScratch.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';
import { plansOf } from './plansOf.ts';

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
  const plans = plansOf(index, id);
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
