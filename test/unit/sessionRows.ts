/** Rows and details for tests of what is shown, made from what a test says and nothing else. */
import { parseSessionId } from '../../src/core/text/ids.ts';
import type {
  AgentLog,
  OtherFiles,
  Plan,
  SessionDetails,
  SessionId,
  SessionLog,
  SessionRow,
} from '../../src/core/model.ts';

export function sessionId(text: string): SessionId {
  const id = parseSessionId(text);
  if (!id) throw new Error(`not a session ID: ${text}`);
  return id;
}

/** The `n`th ID: `00000001-0000-4000-8000-000000000001`. */
export function numberedId(n: number): SessionId {
  return sessionId(`${n.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
}

export function sessionRow(id: SessionId, row: Partial<SessionRow> = {}): SessionRow {
  return {
    sessionId: id,
    title: undefined,
    titleSource: undefined,
    cwds: [],
    branch: undefined,
    firstActivity: undefined,
    lastActivity: undefined,
    state: undefined,
    slugs: [],
    plans: 0,
    agents: 0,
    scratch: 0,
    root: '/home/dev/.claude',
    logs: [`/home/dev/.claude/projects/p/${id}.jsonl`],
    ...row,
  };
}

export function rowsOf(...rows: SessionRow[]): Map<SessionId, SessionRow> {
  return new Map(rows.map((row) => [row.sessionId, row]));
}

export function planOf(slug: string, plan: Partial<Plan> = {}): Plan {
  return {
    slug,
    path: `/home/dev/.claude/plans/${slug}.md`,
    state: 'found',
    inForce: false,
    sharedWith: [],
    differs: false,
    copied: false,
    evidence: [],
    ...plan,
  };
}

export function agentOf(agentId: string | undefined, agent: Partial<AgentLog> = {}): AgentLog {
  return {
    agentId,
    path: `/home/dev/.claude/projects/p/agent-${agentId}.jsonl`,
    type: undefined,
    description: undefined,
    toolUseId: undefined,
    entries: 1,
    firstActivity: undefined,
    lastActivity: undefined,
    internal: false,
    spawn: undefined,
    state: undefined,
    parentAgentId: undefined,
    workflow: undefined,
    ...agent,
  };
}

export function logOf(path: string, log: Partial<SessionLog> = {}): SessionLog {
  return { path, entries: 1, foreignEntries: 0, badLines: 0, repairedLines: 0, incompleteBytes: 0, ...log };
}

export interface SomeOtherFiles extends Partial<Omit<OtherFiles, 'omitted'>> {
  readonly omitted?: Partial<OtherFiles['omitted']>;
}

export function otherOf(other: SomeOtherFiles = {}): OtherFiles {
  const omitted = { todos: 0, task: 0, checkpoint: 0, 'tool-result': 0, 'debug-log': 0 };
  return { files: [], unlisted: [], ...other, omitted: { ...omitted, ...other.omitted } };
}

export function detailsOf(row: SessionRow, details: Partial<SessionDetails> = {}): SessionDetails {
  const plans = details.plans ?? [];
  return {
    ...row,
    logs: row.logs.map((path) => logOf(path)),
    waitingFor: undefined,
    plan: plans.find((plan) => plan.inForce),
    plans,
    agents: [],
    scratch: [],
    other: otherOf(),
    relations: [],
    ...details,
  };
}
