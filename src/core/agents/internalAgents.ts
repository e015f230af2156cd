/** Agents that the client starts for itself: compaction, prompt suggestions, and the warm-ups of 2.0.x. */
import type { TrackedAgentLog } from '../log/trackedLog.ts';

export function isInternalAgent(agent: TrackedAgentLog): boolean {
  return /^(?:acompact|aprompt_suggestion)-/.test(agent.file.agentId) || agent.facts.isWarmup === true;
}
