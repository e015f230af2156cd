import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText, pickText } from '../host/surfaces.ts';
import { shortId } from '../core/text/ids.ts';
import { displayPath } from '../presentation/rowText.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';

/** Opens the folder or worktree that a session works in, in a new window; asks where there are several. */
export function openSessionFolder(context: CommandContext): Handler {
  return async (argument, selected) => {
    const ids = await sessionsOrPick(argument, selected, context, {
      placeholder: t('Session whose folder to open: title, folder, or its ID'),
    });
    const chosen = new Set<string>();
    for (const id of ids) {
      const folders = (await context.service.terminals.sessionPlaces(id))?.folders ?? [];
      if (folders.length === 0)
        void vscode.window.showWarningMessage(
          messageText(t('No folder of session {0} is there any more.', shortId(id))),
        );
      const folder = folders.length > 1 ? await pickFolder(folders) : folders[0];
      if (folder !== undefined) chosen.add(folder);
    }
    for (const folder of chosen)
      await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: true });
  };
}

async function pickFolder(folders: readonly string[]): Promise<string | undefined> {
  const items = folders.map((folder) => ({
    label: pickText(path.basename(folder) || folder),
    description: pickText(displayPath(path.dirname(folder), os.homedir())),
    folder,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t('This session worked in several folders') });
  return picked?.folder;
}
