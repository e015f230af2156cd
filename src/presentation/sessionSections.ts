/** The headings that sessions stand under: projects, worktrees, days or states. */
import { t } from '@vscode/l10n';
import type { SessionRow } from '../core/model.ts';
import type { FolderOfSession, PlaceOfSession } from './folderOfSession.ts';
import { listRank } from './listOrder.ts';
import type { HeadingNode } from './treeNodes.ts';

export const groupings = ['none', 'project', 'worktree', 'day', 'state'] as const;
export type Grouping = (typeof groupings)[number];

/** A heading, and where it stands: those with a lower rank first, among equal ones the one with the newest session. */
export interface Section {
  readonly node: HeadingNode;
  readonly rank: number;
}

export interface SectionSource {
  readonly folderOf: FolderOfSession;
  readonly placeOf: PlaceOfSession;
  readonly isPinned: (row: SessionRow) => boolean;
}

/** The heading of a session at `now`; `undefined` where sessions have none. A new node each time. */
export function sectionOf(
  row: SessionRow,
  grouping: Grouping,
  now: number,
  { folderOf, placeOf, isPinned }: SectionSource,
): Section | undefined {
  switch (grouping) {
    case 'none':
      return undefined;
    case 'project': {
      const opened = folderOf(row);
      return folderSection('project', opened ?? row.cwds[0], opened !== undefined);
    }
    case 'worktree': {
      const place = placeOf(row);
      return folderSection('worktree', place?.within ?? row.cwds[0], place !== undefined);
    }
    case 'day':
      return isPinned(row) ? labelSection('pinned', t('Pinned'), 0) : daySection(row.lastActivity, now);
    case 'state':
      return stateSection(row);
  }
}

function folderSection(by: 'project' | 'worktree', folder: string | undefined, opened: boolean): Section {
  return {
    node: { kind: 'project', id: `${by}:${folder ?? ''}`, parent: undefined, folder, opened },
    rank: opened ? 0 : 1,
  };
}

function labelSection(id: string, label: string, rank: number, expanded = true): Section {
  return { node: { kind: 'section', id: `section:${id}`, parent: undefined, label, expanded }, rank };
}

/** Calendar days of this machine, by the last entry; a time in the future is today's. */
function daySection(time: number | undefined, now: number): Section {
  if (time === undefined) return labelSection('undated', t('Without a Date'), 6, false);
  const days = Math.max(0, dayNumber(now) - dayNumber(time));
  if (days === 0) return labelSection('today', t('Today'), 1);
  if (days === 1) return labelSection('yesterday', t('Yesterday'), 2);
  if (days < 7) return labelSection('week', t('Last 7 Days'), 3);
  if (days < 30) return labelSection('month', t('Last 30 Days'), 4);
  return labelSection('older', t('Older'), 5, false);
}

/** Days are numbered by their dates, so that one with 23 or 25 hours counts as one. */
export function dayNumber(time: number): number {
  const date = new Date(time);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

function stateSection({ state }: SessionRow): Section {
  if (state === 'idle') return labelSection('idle', t('Idle'), 2);
  const rank = listRank({ state });
  if (rank === 0) return labelSection('waiting', t('Waiting'), 0);
  return rank === 1 ? labelSection('running', t('Running'), 1) : labelSection('closed', t('Not Open'), 3);
}
