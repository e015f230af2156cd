/** The agents of a session: its agent logs, joined with the calls that started them. */
import { readAgentMeta, type AgentMeta } from './agentMeta.ts';
import type { SpawnFact } from './log/sessionLogFacts.ts';
import type { KnownAgentLog, KnownSessionLog } from './logStore.ts';
import type { AgentLog, Evidence, SessionId } from './model.ts';

/** Agents that the client starts for itself: compaction, prompt suggestions, and the warm-ups of 2.0.x. */
export function isInternalAgent(agent: KnownAgentLog): boolean {
  return /^(?:acompact|aprompt_suggestion)-/.test(agent.file.agentId) || agent.facts.isWarmup === true;
}

interface Spawn extends SpawnFact {
  readonly log: string;
}

/**
 * The agents of a session in the order of their first entries. The call is found by the meta file's `toolUseId`, by the
 * agent ID in its result or in a progress record. Reads the meta files.
 */
export function agentsOfSession(
  id: SessionId,
  logs: readonly KnownSessionLog[],
  agents: Iterable<KnownAgentLog>,
): AgentLog[] {
  const spawns = logs.flatMap((log) => log.facts.spawns.map((spawn) => ({ ...spawn, log: log.file.path })));
  const found = [...agents].map((agent) => agentOf(id, agent, spawns));
  const sidechains = logs.flatMap((log) =>
    log.facts.sidechains.map((chain): AgentLog => {
      const spawn = spawns.find(
        ({ prompt, log: file }) => prompt !== undefined && prompt === chain.prompt && file === log.file.path,
      );
      return {
        agentId: undefined,
        path: log.file.path,
        ...described(undefined, spawn),
        entries: log.facts.sidechains.length === 1 ? log.facts.sidechainEntries : 0,
        firstActivity: undefined,
        lastActivity: undefined,
        internal: chain.prompt?.trim().toLowerCase() === 'warmup',
        spawn: evidenceOf(spawn) ?? { kind: 'spawn', file: log.file.path, ...chain.place },
      };
    }),
  );
  return [...found, ...sidechains].sort((a, b) => (a.firstActivity ?? Infinity) - (b.firstActivity ?? Infinity));
}

function agentOf(id: SessionId, agent: KnownAgentLog, spawns: readonly Spawn[]): AgentLog {
  const { agentId, path } = agent.file;
  const meta = readAgentMeta(path);
  const spawn =
    spawns.find(({ toolUseId }) => toolUseId === meta?.toolUseId) ?? spawns.find((one) => one.agentId === agentId);
  const share = agent.facts.shares.find(({ sessionId }) => sessionId === id);
  return {
    agentId,
    path,
    ...described(meta, spawn),
    entries: share?.entries ?? 0,
    firstActivity: share?.firstActivity,
    lastActivity: share?.lastActivity,
    internal: isInternalAgent(agent),
    spawn: evidenceOf(spawn),
  };
}

function described(meta: AgentMeta | undefined, spawn: Spawn | undefined) {
  return {
    type: meta?.agentType ?? spawn?.type,
    description: meta?.description ?? spawn?.description,
    toolUseId: meta?.toolUseId ?? spawn?.toolUseId,
    outcome: spawn?.outcome,
    parentAgentId: meta?.parentAgentId ?? undefined,
  };
}

function evidenceOf(spawn: Spawn | undefined): Evidence<'spawn'> | undefined {
  return spawn?.place && { kind: 'spawn', file: spawn.log, line: spawn.place.line, offset: spawn.place.offset };
}
