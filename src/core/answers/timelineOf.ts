/** When a session was at work: what the index knows at once, and what its logs tell when they are read. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import { LogUnreadableError } from '../log/openLog.ts';
import type { AgentLog, SessionId } from '../model.ts';
import { logsInOrder, plansOfSession } from '../plans/sessionPlans.ts';
import { toSingleLine } from '../text/singleLine.ts';
import { joinMarks } from '../timeline/joinMarks.ts';
import { TimelineLogs } from '../timeline/timelineLogs.ts';
import type { MarkedLog, SharedPlan, TimelineAgent, TimelineLane, TimelineMarks } from '../timeline/timelineTypes.ts';
import { agentsOf } from './agentsOf.ts';

/** Agents of a session that are listed, the newest. */
const mostAgents = 500;

/** What the index knows of a session; `undefined` of one that it does not have. Reads meta files of agents, no log. */
export function timelineLane(index: SessionIndex, id: SessionId): TimelineLane | undefined {
  const sources = index.sessionLogs(id);
  if (sources === undefined) return undefined;
  const ordered = logsInOrder(sources.logs);
  const proven = plansOfSession(ordered, index.directories);
  const plans = new Set(proven.flatMap((plan) => [plan.path, ...plan.loggedNames]));
  const sharedPlans = proven.flatMap(({ slug, path }): SharedPlan[] => {
    const sharedWith = [...index.ownersOfPlan(path)].filter((owner) => owner !== id).sort();
    return sharedWith.length === 0 ? [] : [{ slug, path, sharedWith }];
  });
  const logs = ordered.map(({ file, facts }): MarkedLog => {
    return {
      path: file.path,
      sessionId: id,
      copiedUpTo: facts.forkedFrom?.copiedUpTo ?? 0,
      plans: [...plans],
    };
  });
  const agents = agentsOf(index, id).flatMap((agent) => timelineAgent(agent) ?? []);
  const listed = agents.slice(-mostAgents);
  return { sessionId: id, sharedPlans, agents: listed, agentsLeftOut: agents.length - listed.length, logs };
}

function timelineAgent(agent: AgentLog): TimelineAgent | undefined {
  const { agentId, path, description, type, firstActivity: from, lastActivity: until, internal, spawn } = agent;
  if (from === undefined || until === undefined) return undefined;
  const label = toSingleLine(description ?? type ?? '', 80);
  return { agentId, path, label, from, until, isInternal: internal, spawn };
}

/** All marks of a session. Reads its logs; those that cannot be read are named in `unread`. */
export function timelineMarks({ logs }: TimelineLane): TimelineMarks & { readonly unread: readonly string[] } {
  const unread: string[] = [];
  const found = logs.flatMap((log): TimelineMarks[] => {
    const reading = new TimelineLogs();
    try {
      for (;;) {
        const marks = reading.readOn(log);
        if (!marks.more) return [marks];
      }
    } catch (error) {
      if (!(error instanceof LogUnreadableError)) throw error;
      unread.push(log.path);
      return [];
    }
  });
  return { ...joinMarks(found), unread };
}
