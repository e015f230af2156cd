/** One session as a row: what its logs say, put together. */
import type { KnownAgentLog, KnownSessionLog } from './logStore.ts';
import { isInternalAgent } from './agents.ts';
import type { LiveState, SessionId, SessionRow, TitleSource } from './model.ts';
import type { PlanDirectories } from './planDirectories.ts';
import type { SessionPlans } from './planOwners.ts';
import { cwdsOf, logsInOrder, plansOfSession } from './sessionPlans.ts';

export interface RowSources {
  readonly id: SessionId;
  readonly logs: ReadonlySet<KnownSessionLog>;
  readonly agents: ReadonlySet<KnownAgentLog>;
}

export interface RowContext {
  readonly directories: PlanDirectories;
  readonly state: LiveState | undefined;
  /** Scratch directories named after the session. */
  readonly scratch: number;
}

/** The row, and the plans it counts. */
export function rowOf(sources: RowSources, context: RowContext): { row: SessionRow; plans: SessionPlans } {
  const logs = logsInOrder(sources.logs);
  const agents = [...sources.agents];
  const plans = plansOfSession(sources.logs, context.directories);
  const first = logs.map((log) => log.facts.firstActivity);
  const last = logs.map((log) => log.facts.lastActivity);
  for (const agent of agents) {
    const share = agent.facts.shares.find(({ sessionId }) => sessionId === sources.id);
    first.push(share?.firstActivity);
    last.push(share?.lastActivity);
  }
  const row: SessionRow = {
    sessionId: sources.id,
    ...titleOf(logs),
    cwds: cwdsOf(logs),
    branch: logs.findLast((log) => log.facts.branch !== undefined)?.facts.branch,
    firstActivity: smallest(first),
    lastActivity: largest(last),
    state: context.state,
    slugs: [...new Set(logs.flatMap((log) => log.facts.slugs.map(({ slug }) => slug)))],
    plans: plans.length,
    agents: agents.filter((agent) => !isInternalAgent(agent)).length + sidechainsOf(logs),
    scratch: context.scratch,
    root: logs[0]?.root ?? agents[0]?.root ?? '',
    logs: logs.map((log) => log.file.path),
  };
  return { row, plans: { paths: plans.map((plan) => plan.path), names: planNamesOf(logs, row.slugs) } };
}

/** Names that the logs give to plans, beside the slugs. */
function planNamesOf(logs: readonly KnownSessionLog[], slugs: readonly string[]): string[] {
  const names = new Set(logs.flatMap((log) => log.facts.plans.map(({ slug }) => slug)));
  return [...names].filter((name) => !slugs.includes(name));
}

function sidechainsOf(logs: readonly KnownSessionLog[]): number {
  return logs.reduce((sum, log) => sum + log.facts.sidechains.length, 0);
}

/** Custom before AI before summary before the first prompt that a person typed. Of several logs the last one's. */
function titleOf(logs: readonly KnownSessionLog[]): {
  title: string | undefined;
  titleSource: TitleSource | undefined;
} {
  const sources = [
    ['custom', 'customTitle'],
    ['ai', 'aiTitle'],
    ['summary', 'summary'],
    ['prompt', 'prompt'],
  ] as const;
  for (const [titleSource, field] of sources) {
    const title = logs.findLast((log) => log.facts[field] !== undefined)?.facts[field];
    if (title !== undefined) return { title, titleSource };
  }
  return { title: undefined, titleSource: undefined };
}

function smallest(times: (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
}

function largest(times: (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
}

/** Whether two rows say the same. */
export function sameRow(a: SessionRow, b: SessionRow): boolean {
  return (Object.keys(b) as (keyof SessionRow)[]).every((key) => {
    const one = a[key];
    const other = b[key];
    if (Array.isArray(one) && Array.isArray(other))
      return one.length === other.length && one.every((value, i) => value === other[i]);
    return one === other;
  });
}
