/** What the rows of the side bar say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import { formatAge, formatBytes, formatCount, formatDuration, formatNumber, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { AgentLog, AgentPlan, Plan, ScratchDirectory, SessionLog, SessionRow, Workflow } from '../core/model.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';
import { agentMarks, agentStateWord } from './agentWords.ts';
import { planMarks, planMarkWords } from './planWords.ts';
import { originWords } from './relationWords.ts';
import type { GroupName, ListedScratch } from './treeNodes.ts';

/** A side bar shows about half of this. */
const maxLabel = 80;
const maxPlace = 40;

export const groupLabels: Readonly<Record<GroupName, string>> = {
  plans: t('Plans'),
  related: t('Related'),
  scratch: t('Scratch'),
  agents: t('Agent Logs'),
  extras: t('Extras'),
};

export function sessionLabel(row: Pick<SessionRow, 'title'> & Partial<SessionRow>): string {
  return toSingleLine(row.title ?? '', maxLabel) || (isNew(row) ? 'Session without a log' : 'Untitled session');
}

/** The live registry names it, and nothing else: no log is there yet. */
function isNew({ state, logs, agents }: Partial<SessionRow>): boolean {
  return state !== undefined && logs?.length === 0 && agents === 0;
}

/**
 * State where proved, or what it waits for, age of the last own entry, where it runs (`places`: branch, worktree or folder, where
 * they are not what the window makes plain), the session that it comes from, short ID. A narrow side bar cuts the end.
 */
export function sessionDescription(
  row: SessionRow,
  now: number,
  places: readonly string[] = [],
  state = shownState(row),
): string {
  const where = places.map((place) => toSingleLine(place, maxPlace));
  return joinParts(state, sessionAge(row, now), ...where, originWords(row.origins), shortId(row.sessionId));
}

/** What it waits for: that it waits, its icon says, and that something prompts is what waiting means. */
function shownState(row: SessionRow): string | undefined {
  return waitsFor(row) ?? row.state;
}

function waitsFor({ state, waitingFor }: SessionRow): string | undefined {
  const words = toSingleLine(waitingFor ?? '', maxPlace).replace(/ prompt$/, '');
  return state === 'waiting' && words !== '' ? words : undefined;
}

function sessionAge(row: SessionRow, now: number): string | undefined {
  return row.lastActivity === undefined ? undefined : formatAge(row.lastActivity, now);
}

/** The state for who does not see the row's icon. */
export function spokenState(row: SessionRow): string | undefined {
  const what = waitsFor(row);
  return what === undefined ? row.state : `waiting for ${what}`;
}

/** What a screen reader says for a session row; `label` as `sessionLabel` made it, which is not cheap. */
export function sessionAccessibleLabel(
  row: SessionRow,
  label: string,
  now: number,
  places: readonly string[] = [],
): string {
  const age = sessionAge(row, now);
  const parts = [
    `Session ${label}`,
    spokenState(row),
    ...places.map((place) => toSingleLine(place, maxPlace)),
    age && (age === 'now' ? 'active now' : `last active ${age} ago`),
    row.plans > 0 ? formatCount(row.plans, 'plan', 'plans') : 'no plan',
    row.scratch > 0 ? formatCount(row.scratch, 'scratch directory', 'scratch directories') : undefined,
    row.agents > 0 ? formatCount(row.agents, 'agent log', 'agent logs') : undefined,
    row.logs.length === 0 ? (isNew(row) ? 'no session log yet' : 'session log missing') : undefined,
    originWords(row.origins),
    `ID ${shortId(row.sessionId)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the plan is about; its slug where it has no text. */
export function planLabel({ title, slug }: Pick<Plan, 'title' | 'slug'>): string {
  return toSingleLine(title ?? '', maxLabel) || toSingleLine(slug);
}

/** The marks, then the slug where the label is another. */
export function planDescription(plan: Plan): string {
  return joinParts(...planMarkNames(plan), planLabel(plan) === plan.slug ? undefined : plan.slug);
}

/** What a screen reader says for a plan's row. */
export function planAccessibleLabel(plan: Plan): string {
  const label = planLabel(plan);
  const parts = [`Plan ${label}`, ...planMarkNames(plan), label === plan.slug ? undefined : `file ${plan.slug}`];
  return parts.filter((part) => part !== undefined).join(', ');
}

function planMarkNames(plan: Plan): string[] {
  return planMarks(plan).map((mark) => planMarkWords[mark].word);
}

/** Name of the file of an agent's plan. */
export function agentPlanLabel({ path: file }: AgentPlan): string {
  return toSingleLine(path.basename(file, '.md'), maxLabel);
}

export function agentLabel(agent: AgentLog): string {
  return (
    toSingleLine(agent.description ?? '', maxLabel) ||
    toSingleLine(agent.type ?? '', maxLabel) ||
    (agent.agentId === undefined ? 'Sidechain' : `Agent ${toSingleLine(agent.agentId, maxLabel)}`)
  );
}

/** Type, entries, duration and marks. That it completed, its icon says. */
export function agentDescription(agent: AgentLog): string {
  const marks = agentMarks(agent);
  return joinParts(...agentMeasures(agent), ...(agent.state === 'completed' ? marks.slice(1) : marks));
}

/** What a screen reader says for an agent's row. */
export function agentAccessibleLabel(agent: AgentLog, started: number): string {
  const parts = [
    `Agent log ${agentLabel(agent)}`,
    agentStateWord(agent.state),
    ...agentMeasures(agent),
    agent.internal ? 'internal' : undefined,
    started > 0 ? `started ${formatCount(started, 'agent', 'agents')}` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
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

/** A short path: from `.erk` on or the last parts, with the ID cut. The client's own directories have fixed names. */
export function scratchLabel(directory: ScratchDirectory): string {
  if (directory.kind !== 'erk') return directory.kind === 'claude-tasks' ? 'Task outputs' : 'Scratchpad';
  const parts = directory.path.split(path.sep);
  const erk = parts.lastIndexOf('.erk');
  const tail = parts.slice(erk >= 0 ? erk : -3);
  const last = tail.pop() ?? '';
  return toSingleLine([...tail, last.length > 8 ? `${last.slice(0, 8)}…` : last].join('/'), maxLabel);
}

/** Scratchpads are not: their sessions come back to them. Links to agents' logs hold nothing. */
export function canBeCleaned({ kind, files }: ScratchDirectory): boolean {
  return kind === 'erk' || (kind === 'claude-tasks' && files > 0);
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
  return toSingleLinePath(file === home ? '~' : below, 400);
}
