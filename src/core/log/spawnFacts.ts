/** The calls in a log that started agents, and what the log records of their ends. */
import { safeParse, type Infer } from '../text/schema.ts';
import type { LineReport } from './scanner/lineReport.ts';
import { LineFlag } from './scanner/tables.ts';
import { promptText, startOf } from './prompts.ts';
import * as records from './recordShapes.ts';

/**
 * How an agent ended, as its call's result or a task notification says. `stopped`: without a result, says the client.
 */
export type AgentOutcome = 'completed' | 'failed' | 'stopped';

/** A call that started an agent. */
export interface SpawnFact {
  toolUseId: string;
  type: string | undefined;
  description: string | undefined;
  /** Start of the prompt, to tell sidechains of clients that name no agent. */
  prompt: string | undefined;
  position: { line: number; offset: number } | undefined;
  agentId: string | undefined;
  outcome: AgentOutcome | undefined;
}

/** The end of an agent, or of a background command, whose call is in another log. */
export interface EndFact {
  /** ID of the agent or of the command. */
  taskId: string;
  toolUseId: string | undefined;
  outcome: AgentOutcome;
}

const maxSpawns = 5000;
const maxEnds = 1000;
const promptKeyLength = 160;
const speaksOfAgents = LineFlag.spawn | LineFlag.agentResult | LineFlag.taskNotification;

/** What one log says of agents. */
export interface SpawnFacts {
  spawns: SpawnFact[];
  /** Ends of agents whose calls are not in this log. */
  ends: EndFact[];
  /** Facts that were more than is kept. */
  leftOut: number;
}

/** Adds what the own entries of a log say. */
export class SpawnLedger {
  readonly #facts: SpawnFacts;
  readonly #byCall: Map<string, SpawnFact>;

  constructor(facts: SpawnFacts) {
    this.#facts = facts;
    this.#byCall = new Map(facts.spawns.map((spawn) => [spawn.toolUseId, spawn]));
  }

  /**
   * Whether an entry is to be parsed for this. Failed calls of all tools look alike: they count once there is a spawn.
   */
  wants(flags: number): boolean {
    return (flags & speaksOfAgents) !== 0 || ((flags & LineFlag.failedResult) !== 0 && this.#facts.spawns.length > 0);
  }

  take({ flags, line, start }: LineReport, record: Record<string, unknown>): void {
    if ((flags & LineFlag.spawn) !== 0) this.#call(record, { line, offset: start });
    if ((flags & LineFlag.agentResult) !== 0) this.#result(record);
    if ((flags & LineFlag.failedResult) !== 0) this.#failure(record);
    if ((flags & LineFlag.taskNotification) !== 0) this.#notification(record);
  }

  /** A progress record (2.1.7 to 2.1.47) names the call and the agent; it is never parsed. */
  progress({ type, parentToolUseId, progressAgentId }: LineReport): void {
    if (type !== 'progress' || parentToolUseId === '') return;
    const spawn = this.#spawnOf(parentToolUseId);
    if (spawn !== undefined) spawn.agentId ??= progressAgentId;
  }

  #call(record: Record<string, unknown>, position: SpawnFact['position']): void {
    for (const block of blocksOf(record)) {
      const call = safeParse(records.spawnBlock, block);
      if (call === undefined) continue;
      const spawn = this.#spawnOf(call.id);
      if (spawn === undefined) {
        this.#facts.leftOut++;
        continue;
      }
      spawn.position = position;
      spawn.type = call.input.subagent_type ?? undefined;
      spawn.description = call.input.description ?? undefined;
      spawn.prompt = promptKeyOf(call.input.prompt ?? undefined);
    }
  }

  #result(record: Record<string, unknown>): void {
    const result = safeParse(records.agentResult, record)?.toolUseResult;
    if (result === undefined) return;
    const { agentId, agent_id: teamAgentId, totalToolUseCount } = result;
    // 1.0.x writes no status.
    const status = result.status ?? (typeof totalToolUseCount === 'number' ? 'completed' : undefined);
    for (const answer of answersOf(record)) {
      const spawn = this.#spawnOf(answer.tool_use_id);
      if (spawn === undefined) continue;
      spawn.agentId = agentId ?? teamAgentId ?? spawn.agentId;
      if (answer.is_error === true) ended(spawn, 'failed');
      else if (status === 'completed') ended(spawn, 'completed');
    }
  }

  /** Of a call that failed, the client notes the error as text in the place of a result. */
  #failure(record: Record<string, unknown>): void {
    for (const answer of answersOf(record)) {
      const spawn = this.#byCall.get(answer.tool_use_id);
      if (spawn !== undefined && answer.is_error === true) ended(spawn, 'failed');
    }
  }

  /** The client notifies the model of the end of a background agent (2.1.12 on) or background command. */
  #notification(record: Record<string, unknown>): void {
    const notification = notifiedEnd(record);
    if (notification === undefined) return;
    const { toolUseId, taskId, outcome } = notification;
    const spawn =
      (toolUseId === undefined ? undefined : this.#byCall.get(toolUseId)) ??
      this.#facts.spawns.findLast(({ agentId }) => agentId === taskId);
    if (spawn !== undefined) return ended(spawn, outcome);
    const { ends } = this.#facts;
    const known = ends.find((end) => end.taskId === taskId);
    if (known !== undefined) ended(known, outcome);
    else if (ends.length < maxEnds) ends.push({ taskId, toolUseId, outcome });
    else this.#facts.leftOut++;
  }

  #spawnOf(toolUseId: string): SpawnFact | undefined {
    const known = this.#byCall.get(toolUseId);
    if (known !== undefined || this.#facts.spawns.length >= maxSpawns) return known;
    const spawn: SpawnFact = {
      toolUseId,
      type: undefined,
      description: undefined,
      prompt: undefined,
      position: undefined,
      agentId: undefined,
      outcome: undefined,
    };
    this.#facts.spawns.push(spawn);
    this.#byCall.set(toolUseId, spawn);
    return spawn;
  }
}

/** The start of a prompt by which a call and its sidechain find each other. */
export function promptKeyOf(prompt: string | undefined): string | undefined {
  return prompt === undefined ? undefined : startOf(prompt, promptKeyLength);
}

/**
 * The last word counts; but a client that finds no record of the end does not undo one that is there (2.1.330, after a
 * kill).
 */
export function ended(end: { outcome: AgentOutcome | undefined }, outcome: AgentOutcome): void {
  if (outcome !== 'stopped' || end.outcome === undefined) end.outcome = outcome;
}

const outcomes: Readonly<Record<string, AgentOutcome>> = {
  completed: 'completed',
  failed: 'failed',
  killed: 'stopped',
  stopped: 'stopped',
};

/** The text of a record that holds a task notification, as it waits in the queue, as an attachment, or as a prompt. */
export function notificationText(record: Record<string, unknown>): string | undefined {
  const notified = safeParse(records.taskNotification, record);
  return notified?.content ?? notified?.attachment?.prompt ?? promptText(record);
}

/** Words of the client's own may stand before the tag (2.1.181 on). */
const notificationHead = /^(?:\[SYSTEM NOTIFICATION[^<]{0,4096})?<task-notification>(.{0,4096}?)<summary>/s;

/**
 * What a record notifies of. It is the client's own part that says so: the agent's own words follow the summary.
 */
export function notifiedEnd(record: Record<string, unknown>): EndFact | undefined {
  const head = notificationHead.exec(notificationText(record) ?? '')?.[1];
  const field = (name: string) => new RegExp(`<${name}>([^<>]{1,200})</${name}>`).exec(head ?? '')?.[1];
  const taskId = field('task-id');
  const status = field('status');
  const outcome = status !== undefined && Object.hasOwn(outcomes, status) ? outcomes[status] : undefined;
  return taskId === undefined || outcome === undefined
    ? undefined
    : { taskId, toolUseId: field('tool-use-id'), outcome };
}

function blocksOf(record: Record<string, unknown>): readonly unknown[] {
  return safeParse(records.blocks, record)?.message.content ?? [];
}

/** The results of calls in a record. */
export function answersOf(record: Record<string, unknown>): Infer<typeof records.toolResultBlock>[] {
  return blocksOf(record).flatMap((block) => safeParse(records.toolResultBlock, block) ?? []);
}
