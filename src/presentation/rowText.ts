/** What the rows of the side bar say. Everything from logs and disks passes `toSingleLine`. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatNumber,
  formatPlural,
  isJustNow,
  joinParts,
} from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type {
  AgentLog,
  AgentPlan,
  LiveState,
  Plan,
  ScratchDirectory,
  SessionLog,
  SessionRow,
  Workflow,
} from '../core/model.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';
import { agentMarks, agentStateWord } from './agentWords.ts';
import { planMarks, planMarkWords } from './planWords.ts';
import { originWords } from './relationWords.ts';
import { workflowGroup } from './workflowWords.ts';
import type { GroupName, ListedScratch } from './treeNodes.ts';

/** A side bar shows about half of this. */
const maxLabel = 80;
const maxPlace = 40;

export const groupLabels: Readonly<Record<GroupName, string>> = {
  plans: t('Plans'),
  related: t('Related'),
  scratch: t('Scratch'),
  workflow: workflowGroup,
  agents: t('Agent Logs'),
  extras: t('Extras'),
};

/** What the registry says of an open session. */
export const liveStateWords: Readonly<Record<LiveState, string>> = {
  busy: t('busy'),
  idle: t('idle'),
  waiting: t('waiting'),
  running: t('running'),
};

export function sessionLabel(row: Pick<SessionRow, 'title'> & Partial<SessionRow>): string {
  return toSingleLine(row.title ?? '', maxLabel) || (isNew(row) ? t('Session without a log') : t('Untitled session'));
}

/** The live registry names it, and nothing else: no log is there yet. */
function isNew({ state, logs, agents }: Partial<SessionRow>): boolean {
  return state !== undefined && logs?.length === 0 && agents === 0;
}

/**
 * The proved state or what the session waits for, the age of its last own entry, `places` (branch, worktree or folder
 * that the window does not make plain), the session that it comes from, its short ID. A narrow side bar cuts the end.
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

/** What a waiting session waits for, since its icon says that it waits; else its state in words. */
function shownState(row: SessionRow): string | undefined {
  return waitsFor(row) ?? (row.state && liveStateWords[row.state]);
}

/** What a session waits for, without the client's word `prompt`; `undefined`: it does not wait, or nothing is named. */
export function waitsFor({ state, waitingFor }: Pick<SessionRow, 'state' | 'waitingFor'>): string | undefined {
  const words = toSingleLine(waitingFor ?? '', maxPlace).replace(/ prompt$/, '');
  return state === 'waiting' && words !== '' ? words : undefined;
}

function sessionAge(row: SessionRow, now: number): string | undefined {
  return row.lastActivity === undefined ? undefined : formatAge(row.lastActivity, now);
}

function lastActive({ lastActivity: at }: SessionRow, now: number): string | undefined {
  if (at === undefined) return undefined;
  return isJustNow(at, now) ? t('active now') : t('last active {0} ago', formatAge(at, now));
}

/** The state for people who do not see the row's icon. */
export function spokenState(row: Pick<SessionRow, 'state' | 'waitingFor'>): string | undefined {
  const what = waitsFor(row);
  return what === undefined ? row.state && liveStateWords[row.state] : t('waiting for {0}', what);
}

/** What a screen reader says for a session row; `label` as `sessionLabel` made it, which is not cheap. */
export function sessionAccessibleLabel(
  row: SessionRow,
  label: string,
  now: number,
  places: readonly string[] = [],
): string {
  const parts = [
    t('Session {0}', label),
    spokenState(row),
    ...places.map((place) => toSingleLine(place, maxPlace)),
    lastActive(row, now),
    row.plans > 0 ? formatPlural(row.plans, t('1 plan'), t('{0} plans')) : t('no plan'),
    row.scratch > 0 ? formatPlural(row.scratch, t('1 scratch directory'), t('{0} scratch directories')) : undefined,
    row.agents > 0 ? formatPlural(row.agents, t('1 agent log'), t('{0} agent logs')) : undefined,
    row.logs.length === 0 ? (isNew(row) ? t('no session log yet') : t('session log missing')) : undefined,
    originWords(row.origins),
    t('ID {0}', shortId(row.sessionId)),
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
  const parts = [
    t('Plan {0}', label),
    ...planMarkNames(plan),
    label === plan.slug ? undefined : t('file {0}', plan.slug),
  ];
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
    (agent.agentId === undefined ? t('Sidechain') : t('Agent {0}', toSingleLine(agent.agentId, maxLabel)))
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
    t('Agent log {0}', agentLabel(agent)),
    agentStateWord(agent.state),
    ...agentMeasures(agent),
    agent.internal ? t('internal') : undefined,
    started > 0 ? formatPlural(started, t('started 1 agent'), t('started {0} agents')) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function agentMeasures(agent: AgentLog): (string | undefined)[] {
  const { firstActivity: first, lastActivity: last, agentId, entries } = agent;
  const type = toSingleLine(agent.type ?? '', maxLabel);
  return [
    type === agentLabel(agent) || type === '' ? undefined : type,
    // Several sidechains of one log are not counted apart.
    agentId === undefined && entries === 0 ? undefined : formatPlural(entries, t('1 entry'), t('{0} entries')),
    first === undefined || last === undefined || last <= first ? undefined : formatDuration(last - first),
  ];
}

export function workflowLabel({ name, id }: Workflow): string {
  return toSingleLine(name ?? '', maxLabel) || toSingleLine(id, maxLabel);
}

export function workflowDescription(agents: number, { name, id }: Workflow): string {
  return joinParts(
    t('workflow'),
    formatPlural(agents, t('1 agent'), t('{0} agents')),
    name ? toSingleLine(id, maxLabel) : undefined,
  );
}

/** A short path: from `.erk` on or the last parts, with the ID cut. The client's own directories have fixed names. */
export function scratchLabel(directory: ScratchDirectory): string {
  if (directory.kind !== 'erk') return directory.kind === 'claude-tasks' ? t('Task outputs') : t('Scratchpad');
  const parts = directory.path.split(path.sep);
  const erk = parts.lastIndexOf('.erk');
  const tail = parts.slice(erk >= 0 ? erk : -3);
  const last = tail.pop() ?? '';
  return toSingleLine([...tail, last.length > 8 ? `${last.slice(0, 8)}…` : last].join('/'), maxLabel);
}

/** Not scratchpads: their sessions come back to them. Nor task outputs that are only links, which hold nothing. */
export function canBeCleaned({ kind, files }: ScratchDirectory): boolean {
  return kind === 'erk' || (kind === 'claude-tasks' && files > 0);
}

export function scratchDescription({ files, bytes, only = [] }: ListedScratch): string {
  if (files > 0) return `${formatPlural(files, t('1 file'), t('{0} files'))}, ${formatBytes(bytes)}`;
  return only.length > 0 ? formatPlural(only.length, t('1 link'), t('{0} links')) : t('empty');
}

/** What an erk marker says, and the size of a file; for the rest why it cannot be opened. */
export function scratchEntryDescription({ type, bytes, marker, path: file }: ScratchEntry): string {
  if (type === 'link') return t('link, not followed');
  if (type === 'other') return t('not a regular file');
  if (file === undefined) return t('name is no text');
  return joinParts(marker, bytes === undefined ? undefined : formatBytes(bytes));
}

export function logDescription(log: SessionLog): string {
  return joinParts(
    formatPlural(log.entries, t('1 entry'), t('{0} entries')),
    log.foreignEntries > 0 ? t('{0} foreign', formatNumber(log.foreignEntries)) : undefined,
    log.badLines > 0 ? formatPlural(log.badLines, t('1 line skipped'), t('{0} lines skipped')) : undefined,
  );
}

/** A path as people read it: below the home directory from `~` on. */
export function displayPath(file: string, home: string): string {
  const below = home !== '' && file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
  return toSingleLinePath(file === home ? '~' : below, 400);
}
