/** The agents of a session: its agent logs, joined with the calls that started them. */
import { readAgentMeta, type AgentMeta } from './agentMeta.ts';
import { isInternalAgent } from './internalAgents.ts';
import { firstPrompt } from '../log/firstPrompt.ts';
import { isTurnOver, outcomeInText } from './agentEnds.ts';
import { promptKeyOf, type AgentOutcome, type EndFact, type SpawnFact } from '../log/spawnFacts.ts';
import type { TrackedAgentLog, TrackedSessionLog } from '../log/trackedLog.ts';
import type { AgentLog, AgentState, Evidence, SessionId } from '../model.ts';
import type { LiveSession } from '../roots/liveRegistry.ts';
import { sidechainsOf, type Sidechain } from './sidechains.ts';
import { WorkflowRuns } from './workflows.ts';

/** What is known of a session when its agents are asked for. */
export interface AgentSources {
  readonly sessionId: SessionId;
  readonly logs: readonly TrackedSessionLog[];
  readonly agents: Iterable<TrackedAgentLog>;
  /** The registry's proof that the session is live. */
  readonly live: LiveSession | undefined;
  /** By agent ID: where agents of this session have a log under another one, too. */
  readonly elsewhere?: ReadonlyMap<string, readonly AgentElsewhere[]>;
}

/** A log of an agent under another session, and what that session's logs say. */
export interface AgentElsewhere {
  readonly log: TrackedAgentLog;
  readonly logs: readonly TrackedSessionLog[];
  readonly agents: readonly TrackedAgentLog[];
}

/** A call and the log that it stands in. */
interface Spawn extends SpawnFact {
  readonly log: string;
  /** The agent in whose log it stands; `undefined` for a session log. */
  readonly by: string | undefined;
}

interface Joined {
  readonly agent: TrackedAgentLog;
  readonly meta: AgentMeta | undefined;
  /** The same agent under other sessions. */
  readonly elsewhere: readonly AgentElsewhere[];
  spawn: Spawn | undefined;
}

/**
 * The agents of a session in the order of their first entries. The call is found by the meta file's `toolUseId`, by the
 * agent ID in its result or in a progress record, in the session's logs or in another agent's; for a call that was cut
 * off before any of these, by its prompt. Reads the meta files and the journals of workflows.
 */
export function agentsOfSession({ sessionId, logs, agents: known, live, elsewhere }: AgentSources): AgentLog[] {
  const agents = [...known];
  const spawns = new Spawns(logs, agents);
  const workflows = new WorkflowRuns();
  const joined = agents.map((agent): Joined => {
    const others = elsewhere?.get(agent.file.agentId) ?? [];
    const places = [agent, ...others.map(({ log }) => log)];
    const meta = places.map(({ file }) => readAgentMeta(file.path)).find((one) => one !== undefined);
    const all = [spawns, ...others.map((one) => new Spawns(one.logs, one.agents))];
    const spawn = all.map((one) => one.of(agent.file, meta)).find((one) => one !== undefined);
    return { agent, meta, elsewhere: others, spawn };
  });
  spawns.joinByPrompt(joined);
  const ends = endsIn([...logs, ...agents]);
  const found = joined.map((one) => agentOf(one, { sessionId, workflows, live, ends }));
  return [...found, ...sidechainsOf(logs).map((one) => sidechainAgent(one, spawns))].sort(
    (a, b) => (a.firstActivity ?? Infinity) - (b.firstActivity ?? Infinity),
  );
}

/**
 * All calls of a session that started agents, session logs first: an agent's log can hold a copy of its caller's
 * context.
 */
class Spawns {
  readonly #byCall = new Map<string, Spawn[]>();
  readonly #byAgent = new Map<string, Spawn[]>();
  /** Calls that made a teammate, by its name: the result has `NAME@TEAM` for an ID. */
  readonly #byTeammate = new Map<string, Spawn[]>();
  readonly #inSessionLogs: readonly Spawn[];
  readonly #all: readonly Spawn[];

  constructor(logs: readonly TrackedSessionLog[], agents: readonly TrackedAgentLog[]) {
    this.#inSessionLogs = logs.flatMap(({ facts, file }) =>
      facts.spawns.map((spawn) => ({ ...spawn, log: file.path, by: undefined })),
    );
    const inAgentLogs = agents.flatMap(({ facts, file }) =>
      facts.spawns.map((spawn) => ({ ...spawn, log: file.path, by: file.agentId })),
    );
    this.#all = [...this.#inSessionLogs, ...inAgentLogs];
    for (const spawn of this.#all) {
      addTo(this.#byCall, spawn.toolUseId, spawn);
      if (spawn.agentId !== undefined) addTo(this.#byAgent, spawn.agentId, spawn);
      const teammate = teammateName(spawn);
      if (teammate !== undefined) addTo(this.#byTeammate, teammate, spawn);
    }
  }

  /** The call that started the agent; never one in its own log. */
  of({ agentId, path: log }: TrackedAgentLog['file'], meta: AgentMeta | undefined): Spawn | undefined {
    const named = meta?.toolUseId ? this.#byCall.get(meta.toolUseId) : undefined;
    const name = meta?.name ?? meta?.agentType;
    const teammate = meta?.toolUseId || !name ? undefined : this.#byTeammate.get(name);
    return [named, this.#byAgent.get(agentId), teammate].flatMap(
      (some) => some?.find((spawn) => spawn.log !== log) ?? [],
    )[0];
  }

  /**
   * Gives an agent that no ID joins with a call the one call that no ID joins with an agent, where both have the same
   * prompt and no other one of either kind has it: a client that is killed leaves such pairs (seen to 2.1.100).
   */
  joinByPrompt(joined: readonly Joined[]): void {
    const taken = new Set(joined.map(({ spawn }) => spawn));
    const calls = this.#all.filter(
      (call) => call.agentId === undefined && call.prompt !== undefined && !taken.has(call),
    );
    if (calls.length === 0) return;
    const lone = joined
      .filter(({ agent, meta, spawn }) => !spawn && !meta?.toolUseId && !isInternalAgent(agent))
      .map((one) => ({ one, prompt: promptKeyOf(firstPrompt(one.agent.file.path)) }));
    for (const { one, prompt } of lone) {
      const fitting = calls.filter((call) => call.prompt === prompt);
      const isOnly = fitting.length === 1 && lone.filter((other) => other.prompt === prompt).length === 1;
      if (isOnly && fitting[0]?.log !== one.agent.file.path) one.spawn = fitting[0];
    }
  }

  /** The call of a sidechain inside the session log. */
  ofPrompt(log: string, prompt: string | undefined): Spawn | undefined {
    if (prompt === undefined) return undefined;
    return this.#inSessionLogs.find((spawn) => spawn.prompt === prompt && spawn.log === log);
  }
}

interface AgentContext extends Pick<AgentSources, 'sessionId' | 'live'> {
  readonly workflows: WorkflowRuns;
  readonly ends: readonly EndFact[];
}

function agentOf(one: Joined, { sessionId, workflows, live, ends }: AgentContext): AgentLog {
  const { agent, meta, spawn, elsewhere } = one;
  const { agentId, path: file } = agent.file;
  const run = workflows.of(file);
  const journal = run?.journal.get(agentId);
  const share = agent.facts.shares.find((one) => one.sessionId === sessionId);
  const lastActivity = share?.lastActivity;
  const leftOut = [agent, ...elsewhere.map(({ log }) => log)].reduce((sum, { facts }) => sum + facts.leftOut, 0);
  // An agent that is interrupted finishes, too: of one that was stopped the meta file proves nothing.
  const outcome = outcomeOf(one, ends);
  const isFinished = journal?.returned === true || (meta?.finished === true && outcome !== 'stopped');
  const isCalled = spawn !== undefined || run !== undefined || (meta?.toolUseId ?? undefined) !== undefined;
  return {
    agentId,
    path: file,
    logs: inOrder([agent, ...elsewhere.map(({ log }) => log)]),
    type: meta?.agentType ?? spawn?.type,
    description: meta?.description ?? spawn?.description ?? journal?.label ?? meta?.label ?? undefined,
    toolUseId: meta?.toolUseId ?? spawn?.toolUseId,
    entries: share?.entries ?? 0,
    ...(leftOut === 0 ? {} : { leftOut }),
    firstActivity: share?.firstActivity,
    lastActivity,
    internal: isInternalAgent(agent),
    spawn: evidenceOf(spawn),
    state: stateOf({ outcome, isFinished, mayRun: isCalled && isSince(lastActivity, live), isIdle: () => isIdle(one) }),
    parentAgentId: meta?.parentAgentId ?? spawn?.by,
    workflow: run?.workflow,
  };
}

/** Sidechains of clients that name no agent (1.0.x to 2.0.2x); they run no more. */
function sidechainAgent({ chain, log: { facts, file } }: Sidechain, spawns: Spawns): AgentLog {
  const spawn = spawns.ofPrompt(file.path, chain.prompt);
  return {
    agentId: undefined,
    path: file.path,
    logs: [file.path],
    type: spawn?.type,
    description: spawn?.description,
    toolUseId: spawn?.toolUseId,
    entries: facts.sidechains.length === 1 ? facts.sidechainEntries : 0,
    firstActivity: undefined,
    lastActivity: undefined,
    internal: chain.prompt?.trim().toLowerCase() === 'warmup',
    spawn: evidenceOf(spawn) ?? { kind: 'spawn', file: file.path, ...chain.position },
    state: stateOf({ outcome: spawn?.outcome, isFinished: false, mayRun: false, isIdle: () => false }),
    parentAgentId: undefined,
    workflow: undefined,
  };
}

interface AgentEnd {
  readonly outcome: SpawnFact['outcome'];
  readonly isFinished: boolean;
  readonly mayRun: boolean;
  readonly isIdle: () => boolean;
}

/** What the call's result says comes first: `finished` stands in the meta file of an agent that failed, too. */
function stateOf({ outcome, isFinished, mayRun, isIdle }: AgentEnd): AgentState {
  if (outcome === 'failed') return 'failed';
  if (outcome === 'completed' || isFinished) return 'completed';
  if (outcome !== undefined || !mayRun) return undefined;
  return isIdle() ? 'idle' : 'running';
}

/**
 * Ends recorded in these logs of calls in other logs: of an outer agent, or of the session before. A log in which the
 * agent was called again, or into which its caller's talk was copied, has the end with a call of its own.
 */
function endsIn(logs: readonly (TrackedSessionLog | TrackedAgentLog)[]): EndFact[] {
  return logs.flatMap(({ facts }) => [
    ...facts.ends,
    ...facts.spawns.flatMap(({ agentId, toolUseId, outcome }) =>
      agentId === undefined || outcome === undefined ? [] : { taskId: agentId, toolUseId, outcome },
    ),
  ]);
}

/**
 * By the call's result; by a notification in any log of the sessions that the agent ran in; by a result that has only
 * text.
 */
function outcomeOf({ agent, spawn, elsewhere }: Joined, own: readonly EndFact[]): AgentOutcome | undefined {
  if (spawn?.outcome !== undefined && spawn.outcome !== 'stopped') return spawn.outcome;
  const { agentId } = agent.file;
  const told = [...own, ...elsewhere.flatMap(({ logs, agents }) => endsIn([...logs, ...agents]))].filter(
    ({ taskId, toolUseId }) => taskId === agentId || (toolUseId !== undefined && toolUseId === spawn?.toolUseId),
  );
  const end = told.find(({ outcome }) => outcome !== 'stopped')?.outcome ?? spawn?.outcome ?? told[0]?.outcome;
  return end ?? (spawn?.by === undefined ? undefined : outcomeInText(spawn.log, spawn.toolUseId, agentId));
}

/** A teammate's name, which the result of the call that made it has before an `@`. */
function teammateName(spawn: SpawnFact): string | undefined {
  return spawn.agentId === undefined ? undefined : /^([^@]+)@/.exec(spawn.agentId)?.[1];
}

/** A teammate never ends: its turn is over, and it waits for a message. */
function isIdle({ agent, meta, spawn }: Joined): boolean {
  const isTeammate =
    meta?.taskKind === 'in_process_teammate' || (spawn !== undefined && teammateName(spawn) !== undefined);
  return isTeammate && isTurnOver(agent.file.path);
}

function inOrder(logs: readonly TrackedAgentLog[]): string[] {
  const first = ({ facts }: TrackedAgentLog): number =>
    Math.min(...facts.shares.map(({ firstActivity }) => firstActivity ?? Infinity));
  return [...logs].sort((a, b) => first(a) - first(b)).map(({ file }) => file.path);
}

/**
 * Whether the live process can be the one that wrote the agent's last entry: a resumed session runs no agents of the
 * process before.
 */
function isSince(lastActivity: number | undefined, live: LiveSession | undefined): boolean {
  return lastActivity !== undefined && live?.startedAt !== undefined && lastActivity >= live.startedAt;
}

function evidenceOf(spawn: Spawn | undefined): Evidence<'spawn'> | undefined {
  return (
    spawn?.position && { kind: 'spawn', file: spawn.log, line: spawn.position.line, offset: spawn.position.offset }
  );
}

function addTo(map: Map<string, Spawn[]>, key: string, spawn: Spawn): void {
  const some = map.get(key);
  if (some === undefined) map.set(key, [spawn]);
  else some.push(spawn);
}
