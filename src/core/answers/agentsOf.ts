/** The agents of a session, those that ran under another one too joined with what its logs say. */
import { withoutCopies } from '../agents/agentCopies.ts';
import { agentsOfSession, type AgentElsewhere } from '../agents/agentsOfSession.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { isSessionLog, type TrackedAgentLog } from '../log/trackedLog.ts';
import type { AgentLog, SessionId } from '../model.ts';
import { firstLines } from '../log/firstPrompt.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';

/** In the order of their first entries; none for a session that the index does not have. */
export function agentsOf(index: SessionIndex, id: SessionId): AgentLog[] {
  const { logs = [], agents: all = [] } = index.sessionLogs(id) ?? {};
  const { agents, copies } = withoutCopies(all, id);
  const elsewhere = new Map([...agentsElsewhere(index, id, agents)]);
  for (const [agentId, some] of copies) {
    const more = some.map((log): AgentElsewhere => ({ log, logs: [], agents: [] }));
    elsewhere.set(agentId, [...(elsewhere.get(agentId) ?? []), ...more]);
  }
  return agentsOfSession({ sessionId: id, logs: logsInOrder(logs), agents, live: index.live(id), elsewhere });
}

/** An agent that runs at /clear or /branch goes on in the folder of the new session, in the same project directory. */
function agentsElsewhere(
  index: SessionIndex,
  id: SessionId,
  agents: readonly TrackedAgentLog[],
): ReadonlyMap<string, readonly AgentElsewhere[]> {
  const found = new Map<string, AgentElsewhere[]>();
  const ids = new Map(agents.map(({ file }) => [`agent-${file.agentId}.jsonl`, file.agentId]));
  const projects = new Set(index.folders.filter(({ sessionId }) => sessionId === id).map(({ project }) => project));
  for (const known of ids.size === 0 ? [] : index.logs.folders) {
    const { sessionId, project } = known.folder;
    if (sessionId === undefined || sessionId === id || !projects.has(project)) continue;
    for (const [at, name] of known.names().entries()) {
      const agentId = ids.get(name);
      const log = agentId === undefined ? undefined : known.logAt(at);
      const own = agents.find(({ file }) => file.agentId === agentId)?.file.path;
      if (agentId === undefined || own === undefined || log === undefined || isSessionLog(log)) continue;
      if (!goesOnIn(own, log.file.path) && !goesOnIn(log.file.path, own)) continue;
      const { logs = [], agents: others = [] } = index.sessionLogs(sessionId) ?? {};
      found.set(agentId, [...(found.get(agentId) ?? []), { log, logs, agents: others }]);
    }
  }
  return found;
}

/** A larger log is not searched. */
const largestLog = 32 * 1024 * 1024;

/**
 * Whether the first entry of `later` follows one of `earlier`: short agent IDs collide (7 hex digits in 2.0.76 to
 * 2.1.40).
 */
function goesOnIn(earlier: string, later: string): boolean {
  const first = firstLines(later).find(({ record }) => 'parentUuid' in record)?.record.parentUuid;
  return typeof first === 'string' && readSmallFile(earlier, largestLog)?.includes(`"uuid":"${first}"`) === true;
}
