/** An agent whose log stands in several folders is one agent. */
import { shareOf } from '../log/agentLogFacts.ts';
import type { TrackedAgentLog } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';

export interface AgentsOnce {
  /** The log of each agent; of copies the one with the most entries. */
  readonly agents: readonly TrackedAgentLog[];
  /** By agent ID. */
  readonly copies: ReadonlyMap<string, readonly TrackedAgentLog[]>;
}

const noCopies: AgentsOnce['copies'] = new Map();

/**
 * The agents of a session, whose logs may have been copied with the session's to another folder. A copy has the agent's
 * ID and begins at the same time, or has no entry of the session yet: short IDs collide, but not at one millisecond.
 */
export function withoutCopies(all: readonly TrackedAgentLog[], id: SessionId): AgentsOnce {
  if (all.length < 2 || new Set(all.map(({ file }) => file.agentId)).size === all.length)
    return { agents: all, copies: noCopies };
  const byAgent = new Map<string, TrackedAgentLog[]>();
  for (const log of all) {
    const known = byAgent.get(log.file.agentId);
    if (known === undefined) byAgent.set(log.file.agentId, [log]);
    else known.push(log);
  }
  const agents: TrackedAgentLog[] = [];
  const copies = new Map<string, readonly TrackedAgentLog[]>();
  const entriesOf = (log: TrackedAgentLog): number => shareOf(log.facts, id)?.entries ?? 0;
  for (const [agentId, some] of byAgent) {
    some.sort((a, b) => entriesOf(b) - entriesOf(a) || (a.file.path < b.file.path ? -1 : 1));
    const begun = new Map<number | undefined, TrackedAgentLog>();
    for (const log of some) {
      const first = shareOf(log.facts, id)?.firstActivity;
      if (!begun.has(first) && (begun.size === 0 || entriesOf(log) > 0)) begun.set(first, log);
    }
    agents.push(...begun.values());
    if (begun.size === 1 && some.length > 1) copies.set(agentId, some.slice(1));
  }
  return { agents, copies };
}
