import type { SessionIndex } from '../index/sessionIndex.ts';
import { isSessionLog, type TrackedAgentLog } from '../log/trackedLog.ts';

/** The logs of an agent, by the name of the file; an agent that goes on in another session has several. */
export function agentLogsOf(agentId: string | undefined, index: SessionIndex): TrackedAgentLog[] {
  if (agentId === undefined) return [];
  const name = `agent-${agentId}.jsonl`;
  return [...index.logs.folders].flatMap((folder) => {
    const at = folder.indexOf(name);
    const log = at === -1 ? undefined : folder.logAt(at);
    return log === undefined || isSessionLog(log) ? [] : [log];
  });
}
