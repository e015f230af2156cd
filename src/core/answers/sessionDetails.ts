/**
 * Everything on one session, resolved against the disk: plan files are compared, agents' meta files and scratch are
 * read.
 */
import type { NamedFact } from '../log/sessionLogFacts.ts';
import type { TrackedAgentLog, TrackedSessionLog } from '../log/trackedLog.ts';
import type { SessionDetails, SessionId, SessionLog } from '../model.ts';
import { extrasOf } from '../extras/extrasOf.ts';
import type { ExtrasRequest } from '../extras/listExtras.ts';
import { erkBranches, erkMarkers } from '../scratch/erkWorkflow.ts';
import { findScratch, type LoggedName, type ScratchHost } from '../scratch/findScratch.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { toplevelOf } from '../disk/repositories.ts';
import { planOfAgent } from '../plans/agentPlans.ts';
import { distinct, logsInOrder } from '../plans/sessionPlans.ts';
import { agentsOf } from './agentsOf.ts';
import { logCleaning } from './logCleaning.ts';
import { plansWithOwners } from './plansOf.ts';
import { relationsOf, reverseRelationsOf, teleportedFrom } from './relationsOf.ts';
import { sessionNames } from './sessionNames.ts';
import { rowWithoutLogs } from './sessionsWithoutLogs.ts';

/**
 * What the index and the disk say of a session, of its extras what is asked for. `undefined` when no
 * data root has anything of it; of one without logs that is what its ID is in the path of.
 */
export function sessionDetails(
  index: SessionIndex,
  id: SessionId,
  scratchHost: ScratchHost,
  extras?: ExtrasRequest,
): SessionDetails | undefined {
  const sources = index.sessionLogs(id);
  const row = index.rows.get(id) ?? rowWithoutLogs(index, id);
  const logs = logsInOrder(sources?.logs ?? []);
  const agentLogs = sources?.agents ?? [];
  const cwds = distinct([row.cwds, ...agentLogs.map(({ facts }) => facts.cwds)]);
  const plans = plansWithOwners(index, id);
  const agents = agentsOf(index, id);
  const live = index.live(id);
  const { plans: counted, agents: listed, scratch: named, origins, ...common } = row;
  const found = extrasOf(index, id, logs, cwds, extras);
  const toplevels = new Set(cwds.flatMap((cwd) => toplevelOf(cwd, index.directories.repositories) ?? []));
  const branches = row.branch === undefined ? [] : [row.branch];
  const scratch = findScratch(
    {
      sessionId: id,
      cwds,
      // Where the last look found none, its own places are enough.
      places: row.scratch > 0 || sources === undefined ? index.rows.cwds() : [],
      patterns: index.host.scratchPatterns,
      ...scratchNames(logs, agentLogs),
      agentLogs: agents.map((agent) => agent.path),
    },
    scratchHost,
    index.directories.repositories,
  );
  const details: SessionDetails = {
    ...common,
    names: sessionNames({ ...row, cwds }, found.files),
    logs: logs.map(describeLog),
    waitingFor: live?.waitingFor,
    processes: live?.processes ?? [],
    plan: plans.find((plan) => plan.inForce),
    plans,
    agentPlans: agentLogs.flatMap((log) => planOfAgent(log, cwds, index.directories) ?? []),
    agents,
    scratch,
    extras: found,
    workflow: [
      ...scratch.flatMap(({ kind, path }) => (kind === 'erk' ? erkMarkers(path) : [])),
      ...[...toplevels].flatMap((toplevel) => erkBranches(toplevel, id, branches)),
    ],
    relations: relationsOf(index, id),
    reverseRelations: reverseRelationsOf(index, id),
    teleportedFrom: teleportedFrom(index, id),
    cleaning: logCleaning(index, id, Date.now()),
  };
  // A folder that cannot be listed shows nothing of the session.
  const isEmpty = sources === undefined && live === undefined && found.files.length + details.scratch.length === 0;
  return isEmpty ? undefined : details;
}

/** What the entries of a session, and those of its agents, name as scratch. */
export function scratchNames(
  logs: readonly TrackedSessionLog[],
  agents: readonly TrackedAgentLog[],
): Record<'scratchpads' | 'outputFiles' | 'taskIds', LoggedName[]> {
  const named = (field: 'scratchpads' | 'outputFiles' | 'taskIds'): LoggedName[] =>
    [...logs, ...agents].flatMap(({ file, facts }) =>
      facts[field].map(({ name, position }: NamedFact): LoggedName => {
        return {
          name,
          evidence: { kind: 'named-in-log', file: file.path, line: position.line, offset: position.offset },
        };
      }),
    );
  return { scratchpads: named('scratchpads'), outputFiles: named('outputFiles'), taskIds: named('taskIds') };
}

function describeLog(log: TrackedSessionLog): SessionLog {
  const { entries, foreignEntries, badLines, repairedLines, leftOut } = log.facts;
  const incompleteBytes = log.facts === log.settled ? log.tail : 0;
  return { path: log.file.path, entries, foreignEntries, badLines, repairedLines, leftOut, incompleteBytes };
}
