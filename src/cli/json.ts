/** What the CLI's contract says of sessions, plans and agents. */
import type { LiveRow } from '../core/answers/liveRows.ts';
import type { AgentLog, Plan, SessionRow } from '../core/model.ts';

/**
 * A row of `sessions`; what `LiveRow` has is of `--live` alone. Its times are milliseconds since 1970 here, ISO 8601 in
 * JSON.
 */
export interface SessionJson
  extends
    Partial<Pick<LiveRow, 'waitingFor' | 'processes' | 'repository' | 'worktree'>>,
    Pick<
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
  readonly hasUnreadLog?: true;
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

export function liveSessionJson(row: LiveRow): SessionJson {
  const { waitingFor, processes, repository, worktree } = row;
  return { ...sessionJson(row), waitingFor, processes, repository, worktree };
}

export function planJson({ inForce, ...plan }: Plan): PlanJson {
  return plan;
}

export function agentJson({ spawn, ...agent }: AgentLog): AgentJson {
  return agent;
}
