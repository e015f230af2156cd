/** From a plan, a scratch file or a log to the session that it belongs to. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { frontFile } from '../host/frontFile.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { pickSession } from './sessionPick.ts';
import { whileReading } from './whileReading.ts';

/** Of the file that the argument names, else of the one in front; asks where several sessions prove it. */
export function revealOwningSession(context: CommandContext): Handler {
  return async (argument) => {
    const file = argument instanceof vscode.Uri && argument.scheme === 'file' ? argument.fsPath : frontFile();
    if (file === undefined) {
      void vscode.window.showInformationMessage(t('No file of this disk is in front.'));
      return;
    }
    const owners = await whileReading(() => context.service.files.ownersOfFile(file));
    const [first, ...others] = owners.map(({ sessionId }) => sessionId);
    if (first === undefined) {
      void vscode.window.showInformationMessage(t('Nothing proves that this file belongs to a session.'));
      return;
    }
    const id =
      others.length === 0
        ? first
        : await pickSession(context, {
            placeholder: t('This file belongs to several sessions: which one?'),
            among: [first, ...others],
          });
    if (id !== undefined) await context.sessions.reveal(id);
  };
}
