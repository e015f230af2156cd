/** What the CLI's contract says of sessions, plans and agents. */
import type { AgentLog, LiveState, Plan, SessionId, SessionRow } from '../core/model.ts';

export interface SessionJson {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  readonly cwd: string | undefined;
  readonly branch: string | undefined;
  /** Milliseconds since 1970 here, ISO 8601 in JSON. */
  readonly firstActivity: number | undefined;
  readonly lastActivity: number | undefined;
  readonly state: LiveState | undefined;
  readonly slugs: readonly string[];
  readonly plans: number;
  readonly agents: number;
  readonly scratch: number;
}

export type PlanJson = Omit<Plan, 'inForce'>;

export type AgentJson = Omit<AgentLog, 'spawn'>;

export function sessionJson(row: SessionRow): SessionJson {
  return {
    sessionId: row.sessionId,
    title: row.title,
    cwd: row.cwds[0],
    branch: row.branch,
    firstActivity: row.firstActivity,
    lastActivity: row.lastActivity,
    state: row.state,
    slugs: row.slugs,
    plans: row.plans,
    agents: row.agents,
    scratch: row.scratch,
  };
}

export function planJson({ inForce, ...plan }: Plan): PlanJson {
  return plan;
}

export function agentJson({ spawn, ...agent }: AgentLog): AgentJson {
  return agent;
}
