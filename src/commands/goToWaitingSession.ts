/** The session that waits for a person; of several the one that is chosen. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../host/contributions.ts';
import { waitingSessions } from '../presentation/waitingSessions.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { pickSession, type PickButton } from './sessionPick.ts';

const terminalButton: PickButton = {
  iconPath: new vscode.ThemeIcon('terminal'),
  tooltip: t('Go to Terminal'),
  run: async (id) => void (await vscode.commands.executeCommand(commands.goToTerminal, id)),
};

export function goToWaitingSession(context: CommandContext): Handler {
  return async () => {
    const waiting = waitingSessions(context.service.rows.values(), context.scope.value).map((row) => row.sessionId);
    const [only, ...others] = waiting;
    if (only === undefined) {
      void vscode.window.showInformationMessage(t('No session waits for you.'));
      return;
    }
    const options = { placeholder: t('Waiting session to go to'), among: waiting, buttons: [terminalButton] };
    const id = others.length === 0 ? only : await pickSession(context, options);
    if (id !== undefined) await context.sessions.reveal(id);
  };
}
