import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../host/contributions.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { copyIdButton } from './copySessionId.ts';
import { pickSession } from './sessionPick.ts';

/** Finds a session by its title, ID or folder and shows it in the tree. */
export function searchSessions(context: CommandContext): Handler {
  return async () => {
    const id = await pickSession(context, {
      placeholder: t('Session to show: title, plan, prompt, branch, folder, or its ID'),
      buttons: [
        {
          iconPath: new vscode.ThemeIcon('notebook'),
          tooltip: t('Open Plan'),
          run: async (chosen) => void (await vscode.commands.executeCommand(commands.openPlanOfSession, chosen)),
        },
        copyIdButton,
      ],
    });
    if (id) await context.sessions.reveal(id);
  };
}
