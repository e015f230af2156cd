/** What the rows of the side bar say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { formatAge, formatBytes, formatCount, formatDuration, formatNumber, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { AgentLog, Plan, ScratchDirectory, SessionLog, SessionRow, Workflow } from '../core/model.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { GroupName, ListedScratch } from './treeNodes.ts';

/** A side bar shows about half of this. */
const maxLabel = 80;

export const groupLabels: Readonly<Record<GroupName, string>> = {
  plans: 'Plans',
  scratch: 'Scratch',
  agents: 'Agent Logs',
  extras: 'Extras',
};

export function sessionLabel(row: Pick<SessionRow, 'title'>): string {
  return toSingleLine(row.title ?? '', maxLabel) || 'Untitled session';
}

/** Short ID, age of the last own entry, the state where one is proved; `place` tells the folders of a multi-root window apart. */
export function sessionDescription(row: SessionRow, now: number, place?: string): string {
  return joinParts(shortId(row.sessionId), sessionAge(row, now), row.state, place && toSingleLine(place, maxLabel));
}

function sessionAge(row: SessionRow, now: number): string | undefined {
  return row.lastActivity === undefined ? undefined : formatAge(row.lastActivity, now);
}

/** What a screen reader says for a session row; `label` as `sessionLabel` made it, which is not cheap. */
export function sessionAccessibleLabel(row: SessionRow, label: string, now: number): string {
  const age = sessionAge(row, now);
  const parts = [
    `Session ${label}`,
    row.state,
    age && (age === 'now' ? 'active now' : `last active ${age} ago`),
    row.plans > 0 ? formatCount(row.plans, 'plan', 'plans') : 'no plan',
    row.scratch > 0 ? formatCount(row.scratch, 'scratch directory', 'scratch directories') : undefined,
    row.agents > 0 ? formatCount(row.agents, 'agent log', 'agent logs') : undefined,
    row.logs.length === 0 ? 'session log missing' : undefined,
    `ID ${shortId(row.sessionId)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** `in force`, what is wrong with the file, and what is odd about it. */
export function planMarks(plan: Plan): string[] {
  const marks: (string | false | undefined)[] = [
    plan.inForce && 'in force',
    planStateWords[plan.state],
    plan.sharedWith.length > 0 && 'shared',
    plan.differs && 'differs',
    plan.copied && 'copied',
  ];
  return marks.filter((mark) => typeof mark === 'string');
}

const planStateWords: Readonly<Record<Plan['state'], string | undefined>> = {
  found: undefined,
  missing: 'missing',
  'not-a-regular-file': 'not a regular file',
  unreadable: 'unreadable',
  'not-looked-at': 'not looked at',
};

export function agentLabel(agent: AgentLog): string {
  return (
    toSingleLine(agent.description ?? '', maxLabel) ||
    toSingleLine(agent.type ?? '', maxLabel) ||
    (agent.agentId === undefined ? 'Sidechain' : `Agent ${toSingleLine(agent.agentId, maxLabel)}`)
  );
}

/** Type, entries, how long it worked, and its state; that it completed says the icon, and of internal agents no result is ever recorded. */
export function agentDescription(agent: AgentLog): string {
  const isPlain = agent.state === 'completed' || (agent.internal && agent.state === undefined);
  return joinParts(
    ...agentMeasures(agent),
    isPlain ? undefined : agentState(agent),
    agent.internal ? 'internal' : undefined,
  );
}

/** What a screen reader says for an agent's row. */
export function agentAccessibleLabel(agent: AgentLog, started: number): string {
  const parts = [
    `Agent log ${agentLabel(agent)}`,
    agentState(agent),
    ...agentMeasures(agent),
    agent.internal ? 'internal' : undefined,
    started > 0 ? `started ${formatCount(started, 'agent', 'agents')}` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** The state in words. That no result is recorded proves nothing: it is no state of its own. */
export function agentState({ state }: AgentLog): string {
  return state ?? 'no result recorded';
}

function agentMeasures(agent: AgentLog): (string | undefined)[] {
  const { firstActivity: first, lastActivity: last, agentId, entries } = agent;
  const type = toSingleLine(agent.type ?? '', maxLabel);
  return [
    type === agentLabel(agent) || type === '' ? undefined : type,
    // Several sidechains of one log are not counted apart.
    agentId === undefined && entries === 0 ? undefined : formatCount(entries, 'entry', 'entries'),
    first === undefined || last === undefined || last <= first ? undefined : formatDuration(last - first),
  ];
}

export function workflowLabel({ name, id }: Workflow): string {
  return toSingleLine(name ?? '', maxLabel) || toSingleLine(id, maxLabel);
}

export function workflowDescription(agents: number, { name, id }: Workflow): string {
  return joinParts('workflow', formatCount(agents, 'agent', 'agents'), name ? toSingleLine(id, maxLabel) : undefined);
}

/** A scratch directory's place, short: from `.erk` on, or its last parts, with the ID cut; or the client's own name for it. */
export function scratchLabel(directory: ScratchDirectory): string {
  if (directory.kind !== 'erk') return directory.kind === 'claude-tasks' ? 'Task outputs' : 'Scratchpad';
  const parts = directory.path.split(path.sep);
  const erk = parts.lastIndexOf('.erk');
  const tail = parts.slice(erk >= 0 ? erk : -3);
  const last = tail.pop() ?? '';
  return toSingleLine([...tail, last.length > 8 ? `${last.slice(0, 8)}…` : last].join('/'), maxLabel);
}

export function scratchDescription({ files, bytes, only = [] }: ListedScratch): string {
  if (files > 0) return `${formatCount(files, 'file', 'files')}, ${formatBytes(bytes)}`;
  return only.length > 0 ? formatCount(only.length, 'link', 'links') : 'empty';
}

/** What an erk marker says, and the size of a file; for the rest why it cannot be opened. */
export function scratchEntryDescription({ type, bytes, marker, path: file }: ScratchEntry): string {
  if (type === 'link') return 'link, not followed';
  if (type === 'other') return 'not a regular file';
  if (file === undefined) return 'name is no text';
  return joinParts(marker, bytes === undefined ? undefined : formatBytes(bytes));
}

export function logDescription(log: SessionLog): string {
  return joinParts(
    formatCount(log.entries, 'entry', 'entries'),
    log.foreignEntries > 0 ? `${formatNumber(log.foreignEntries)} foreign` : undefined,
    log.badLines > 0 ? formatCount(log.badLines, 'line skipped', 'lines skipped') : undefined,
  );
}

/** A path as people read it: below the home directory from `~` on. */
export function displayPath(file: string, home: string): string {
  const below = home !== '' && file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
  return toSingleLine(file === home ? '~' : below, 400);
}
