/**
 * Builds the row of a session from the facts of its logs; of one that has written nothing yet, from the live registry.
 */
import * as path from 'node:path';
import { shareOf } from '../log/agentLogFacts.ts';
import type { TrackedAgentLog, TrackedSessionLog } from '../log/trackedLog.ts';
import { originsIn } from '../log/originFacts.ts';
import { withoutCopies } from '../agents/agentCopies.ts';
import { isInternalAgent } from '../agents/internalAgents.ts';
import { sidechainsOf } from '../agents/sidechains.ts';
import type { Origin, SessionId, SessionName, SessionRow, TitleSource } from '../model.ts';
import type { PlanDirectories } from '../plans/planDirectories.ts';
import type { RowPlans } from '../plans/rowPlans.ts';
import type { LiveSession } from '../roots/liveRegistry.ts';
import type { SessionLogs } from './sessionLogs.ts';
import { cwdsOf, distinct, logsInOrder, planPathsOf, rootOf } from '../plans/sessionPlans.ts';

export interface RowContext {
  readonly directories: PlanDirectories;
  readonly live: LiveSession | undefined;
  /** Scratch directories named after the session. */
  readonly scratch: number;
}

/** Where a title comes from, best first, and the fact that holds it. */
const titleSources = [
  ['custom', 'customTitle'],
  ['ai', 'aiTitle'],
  ['summary', 'summary'],
  ['prompt', 'prompt'],
  ['prompt', 'command'],
] as const;

/** The row, and the plans that it counts. */
export function buildRow(sessionLogs: SessionLogs, context: RowContext): { row: SessionRow; plans: RowPlans } {
  const { id, agents } = sessionLogs;
  const { live } = context;
  const isNew = live !== undefined && sessionLogs.logs.length + agents.length === 0;
  const logs = logsInOrder(sessionLogs.logs);
  const planPaths = planPathsOf(logs, context.directories);
  const slugs = distinct(logs.map(({ facts }) => facts.slugs.map(({ slug }) => slug)));
  const { title, titleSource } = titleOf(logs);
  const row: SessionRow = {
    sessionId: id,
    title,
    titleSource,
    cwds: isNew ? distinct([live.processes.flatMap(({ cwd }) => cwd ?? [])]) : cwdsOf(logs),
    branch: logs.findLast(({ facts }) => facts.branch !== undefined)?.facts.branch,
    entrypoints: distinct(logs.map(({ facts }) => facts.entrypoints)),
    names: namesOf(logs, live),
    ...(isNew ? { firstActivity: undefined, lastActivity: live.startedAt } : activityOf(id, logs, agents)),
    state: live?.state,
    waitingFor: live?.waitingFor,
    slugs,
    plans: planPaths.length,
    agents: countOf(agents, id) + sidechainsOf(logs).length,
    scratch: context.scratch,
    root: rootOf(logs) ?? agents[0]?.root ?? (isNew ? rootOfLive(live) : ''),
    logs: logs.map((log) => log.file.path),
    origins: originsOf(logs),
  };
  return { row, plans: { paths: planPaths, names: planNamesOf(logs, slugs) } };
}

/** The data root whose registry names the session. */
function rootOfLive({ processes }: LiveSession): string {
  return path.dirname(path.dirname(processes[0]?.file ?? ''));
}

/** Plan names in the logs that are not among the slugs. */
function planNamesOf(logs: readonly TrackedSessionLog[], slugs: readonly string[]): readonly string[] {
  const names = distinct(logs.map(({ facts }) => [...facts.plans, ...facts.copiedPlans].map(({ slug }) => slug)));
  return names.filter((name) => !slugs.includes(name));
}

const noNames: readonly SessionName[] = [];

function namesOf(logs: readonly TrackedSessionLog[], live: LiveSession | undefined): readonly SessionName[] {
  const processes = live?.processes ?? [];
  const named = (kind: SessionName['kind'], names: readonly (string | undefined)[]): SessionName[] =>
    distinct([names.flatMap((name) => name ?? [])]).map((name) => ({ kind, name }));
  const names = [
    ...named(
      'registry',
      processes.map(({ name }) => name),
    ),
    ...named(
      'job',
      processes.map(({ jobId }) => jobId),
    ),
    ...named(
      'process',
      processes.map(({ pid }) => String(pid)),
    ),
    ...named('remote', [...logs.flatMap(({ facts }) => facts.remoteIds), ...processes.map(({ remoteId }) => remoteId)]),
  ];
  return names.length === 0 ? noNames : names;
}

/** Each session and kind once, over all its logs. */
function originsOf(logs: readonly TrackedSessionLog[]): readonly Origin[] {
  const all = logs.flatMap(({ facts }) => originsIn(facts));
  const isFirst = (one: Origin, at: number): boolean =>
    all.findIndex(({ kind, sessionId }) => kind === one.kind && sessionId === one.sessionId) === at;
  return all.filter(isFirst).map(({ kind, sessionId }) => ({ kind, sessionId }));
}

/**
 * Custom before AI before summary, of several logs the last one's; then the first prompt that a person typed, then the
 * first slash command, of several logs the first one's.
 */
function titleOf(logs: readonly TrackedSessionLog[]): {
  title: string | undefined;
  titleSource: TitleSource | undefined;
} {
  for (const [titleSource, field] of titleSources) {
    const titles = logs.flatMap(({ facts }) => facts[field] ?? []);
    const title = titleSource === 'prompt' ? titles[0] : titles.at(-1);
    if (title !== undefined) return { title, titleSource };
  }
  return { title: undefined, titleSource: undefined };
}

/** From the first to the last of the session's own entries, those in agent logs included. */
function activityOf(
  id: SessionId,
  logs: readonly TrackedSessionLog[],
  agents: readonly TrackedAgentLog[],
): Pick<SessionRow, 'firstActivity' | 'lastActivity'> {
  let firstActivity: number | undefined;
  let lastActivity: number | undefined;
  const add = (first = Infinity, last = -Infinity): void => {
    if (first < (firstActivity ?? Infinity)) firstActivity = first;
    if (last > (lastActivity ?? -Infinity)) lastActivity = last;
  };
  for (const { facts } of logs) add(facts.firstActivity, facts.lastActivity);
  for (const { facts } of agents) {
    const share = shareOf(facts, id);
    add(share?.firstActivity, share?.lastActivity);
  }
  return { firstActivity, lastActivity };
}

/** Without internal ones. */
function countOf(all: readonly TrackedAgentLog[], id: SessionId): number {
  return withoutCopies(all, id).agents.filter((agent) => !isInternalAgent(agent)).length;
}

/** Whether two rows have the same fields. */
export function sameRow(a: SessionRow, b: SessionRow): boolean {
  return (Object.keys(b) as (keyof SessionRow)[]).every((key) => {
    const one = a[key];
    const other = b[key];
    if (Array.isArray(one) && Array.isArray(other))
      return one.length === other.length && one.every((value, i) => isSame(value, other[i]));
    return one === other;
  });
}

/** An entry of a list: text, or an origin. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
