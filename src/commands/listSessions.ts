/** How the Sessions view lists its sessions: grouped, pinned, hidden. Kept for the workspace. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { pickText } from '../host/surfaces.ts';
import type { SessionId } from '../core/model.ts';
import { groupings, type Grouping } from '../presentation/sessionSections.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';

const groupingWords: Readonly<Record<Grouping, readonly [label: string, detail: string]>> = {
  none: [t('None'), t('One list')],
  project: [t('Project'), t('The opened folders, and the folders that others ran in')],
  worktree: [t('Worktree'), t('Each worktree of the opened repositories by itself')],
  day: [t('Day'), t('Today, yesterday, the last 7 and 30 days')],
  state: [t('State'), t('Waiting, running, idle, not open')],
};

/** Asks what the sessions are to stand under. */
export function groupSessions(context: CommandContext): Handler {
  return async () => {
    const { allProjects, grouping: now = allProjects ? 'project' : 'none' } = context.scope.value;
    const items = groupings.map((grouping) => {
      const [label, detail] = groupingWords[grouping];
      return {
        label: pickText(label),
        description: pickText(grouping === now ? t('now') : ''),
        detail: pickText(detail),
        grouping,
      };
    });
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Group sessions by') });
    if (chosen) context.scope.setGrouping(chosen.grouping);
  };
}

export function pinSession(context: CommandContext): Handler {
  return onSessions(context, t('Session to pin'), (ids) => context.scope.setPinned(ids, true));
}

export function unpinSession(context: CommandContext): Handler {
  return onSessions(context, t('Session to unpin'), (ids) => context.scope.setPinned(ids, false));
}

export function hideSession(context: CommandContext): Handler {
  return onSessions(context, t('Session to hide'), (ids) => context.scope.setHidden(ids, true));
}

export function unhideSession(context: CommandContext): Handler {
  return onSessions(context, t('Session to list again'), (ids) => context.scope.setHidden(ids, false));
}

export function showHidden(context: CommandContext): Handler {
  return () => context.scope.setShowHidden(true);
}

export function stopShowingHidden(context: CommandContext): Handler {
  return () => context.scope.setShowHidden(false);
}

/** Acts on the sessions of the chosen rows; without one it asks. */
function onSessions(context: CommandContext, placeholder: string, act: (ids: readonly SessionId[]) => void): Handler {
  return async (argument, selected) => {
    const ids = await sessionsOrPick(argument, selected, context, { placeholder });
    if (ids.length > 0) act(ids);
  };
}
