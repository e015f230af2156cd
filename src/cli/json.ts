/** What the CLI's contract says of sessions, plans and agents. */
import type { AgentLog, Plan, SessionRow } from '../core/model.ts';

/** A row of `sessions`. Its times are milliseconds since 1970 here, ISO 8601 in JSON. */
export interface SessionJson extends Pick<
  SessionRow,
  | 'sessionId'
  | 'title'
  | 'branch'
  | 'entrypoints'
  | 'firstActivity'
  | 'lastActivity'
  | 'state'
  | 'slugs'
  | 'plans'
  | 'agents'
  | 'scratch'
> {
  readonly cwd: string | undefined;
}

export type PlanJson = Omit<Plan, 'inForce'>;

export type AgentJson = Omit<AgentLog, 'spawn'>;

export function sessionJson(row: SessionRow): SessionJson {
  return {
    sessionId: row.sessionId,
    title: row.title,
    cwd: row.cwds[0],
    branch: row.branch,
    entrypoints: row.entrypoints,
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
