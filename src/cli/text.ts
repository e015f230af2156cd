/** How sessions, plans and agents read on a terminal. Everything that comes from data goes through `toSingleLine`. */
import * as path from 'node:path';
import { formatAge, formatBytes, formatCount, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import {
  extraKinds,
  type LiveProcess,
  type LiveState,
  type Extras,
  type ScratchDirectory,
  type SessionId,
  type SessionLog,
  type SessionName,
  type SessionRow,
} from '../core/model.ts';
import { agentMarks } from '../presentation/agentWords.ts';
import { extraKindWords } from '../presentation/extraWords.ts';
import { planMarks, planMarkWords } from '../presentation/planWords.ts';
import { planLabel } from '../presentation/rowText.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';
import type { AgentJson, PlanJson } from './json.ts';

const longestPath = 400;

/** Instead of a title. */
function untitled({ state, logs }: Pick<SessionHead, 'state' | 'logs'>): string {
  return state !== undefined && logs.length === 0 ? '(no log)' : '(no title)';
}

interface SessionHead {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  readonly cwds: readonly string[];
  readonly branch: string | undefined;
  readonly lastActivity: number | undefined;
  readonly state: LiveState | undefined;
  readonly logs: readonly unknown[];
}

export function sessionHead(session: SessionHead): string[] {
  const { sessionId, title, cwds, branch, state } = session;
  return [
    toSingleLine(title ?? untitled(session)),
    joinParts(sessionId, age(session.lastActivity), state),
    ...cwds.map((cwd, i) =>
      joinParts(toSingleLinePath(cwd, longestPath), i === 0 && branch ? toSingleLine(branch, 80) : undefined),
    ),
  ];
}

export function sessionLine(row: SessionRow): string {
  const counts = joinParts(
    row.plans > 0 ? formatCount(row.plans, 'plan', 'plans') : undefined,
    row.agents > 0 ? formatCount(row.agents, 'agent', 'agents') : undefined,
    row.scratch > 0 ? 'scratch' : undefined,
  );
  const when = (age(row.lastActivity) ?? '').padEnd(8);
  return `${shortId(row.sessionId)}  ${when}  ${toSingleLine(row.title ?? untitled(row), 60)}  ${joinParts(row.state, counts)}`.trimEnd();
}

export function planLines(plan: PlanJson, inForce: boolean): string[] {
  const marks = planMarks({ ...plan, inForce }).map((mark) =>
    mark === 'shared' ? `shared with ${plan.sharedWith.map(shortId).join(', ')}` : planMarkWords[mark].word,
  );
  const evidence = plan.evidence.map(
    ({ kind, file, line }) => `    ${kind}  ${toSingleLinePath(file, longestPath)}:${line}`,
  );
  const name = [planLabel(plan), ...marks, planLabel(plan) === plan.slug ? undefined : toSingleLine(plan.slug)];
  return [joinParts(...name), `    ${toSingleLinePath(plan.path, longestPath)}`, ...evidence];
}

export function agentLine(agent: AgentJson): string {
  return joinParts(
    toSingleLine(agent.description ?? agent.agentId ?? 'sidechain', 80),
    agent.type && toSingleLine(agent.type, 40),
    formatCount(agent.entries, 'entry', 'entries'),
    ...agentMarks(agent),
    agent.workflow && toSingleLine(agent.workflow.name ?? agent.workflow.id, 40),
    agent.parentAgentId && `started by ${toSingleLine(agent.parentAgentId, 40)}`,
    agent.agentId && toSingleLine(agent.agentId, 40),
  );
}

export function scratchLine(scratch: Pick<ScratchDirectory, 'path' | 'files' | 'bytes'>): string {
  return joinParts(
    toSingleLinePath(scratch.path, longestPath),
    formatCount(scratch.files, 'file', 'files'),
    formatBytes(scratch.bytes),
  );
}

/** One line a kind: which files there are, the JSON answer tells. */
export function extraLines({ files, omitted, unlisted }: Extras): string[] {
  const kinds = extraKinds.flatMap((kind) => {
    const listed = files.filter((file) => file.kind === kind);
    if (listed.length === 0) return [];
    const bytes = listed.reduce((sum, file) => sum + file.bytes, 0);
    const folders = [...new Set(listed.map(({ path: file }) => path.dirname(file)))];
    const size = `${formatBytes(bytes)}${omitted[kind] > 0 ? ' and more' : ''}`;
    const count = formatCount(listed.length + omitted[kind], 'file', 'files');
    return joinParts(
      extraKindWords[kind].name,
      count,
      size,
      ...folders.map((one) => toSingleLinePath(one, longestPath)),
    );
  });
  return [...kinds, ...unlisted.map((one) => `not listed, or not whole: ${toSingleLinePath(one.path, longestPath)}`)];
}

export function logLine(log: SessionLog): string {
  return joinParts(
    toSingleLinePath(log.path, longestPath),
    formatCount(log.entries, 'entry', 'entries'),
    log.foreignEntries > 0 ? `${log.foreignEntries} of other sessions` : undefined,
    log.badLines > 0 ? `${log.badLines} skipped` : undefined,
    log.repairedLines > 0 ? `${log.repairedLines} repaired` : undefined,
    log.leftOut > 0 ? `${log.leftOut} facts left out` : undefined,
  );
}

/** A name that the session has beside its ID and its title. */
export function nameLine({ kind, name }: SessionName): string {
  return `${kind.padEnd(10)}  ${toSingleLine(name, 80)}`;
}

/** A process that has the session open, and the registry file that says so. */
export function processLine({ pid, state, waitingFor, file }: LiveProcess): string {
  const words = waitingFor === undefined ? state : `waiting for ${toSingleLine(waitingFor, 80)}`;
  return joinParts(`process ${pid}`, words, toSingleLinePath(file, longestPath));
}

function age(at: number | undefined): string | undefined {
  return at === undefined ? undefined : formatAge(at, Date.now());
}
