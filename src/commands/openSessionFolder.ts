import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText, pickText } from '../host/surfaces.ts';
import { shortId } from '../core/text/ids.ts';
import { displayPath } from '../presentation/rowText.ts';
import type { ProjectNode } from '../presentation/treeNodes.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { chosenRows, sessionsOrPick } from './sessionArgument.ts';

/**
 * Opens the folder or worktree that a session works in, in a new window; asks where there are several. From a heading
 * of the tree its own folder.
 */
export function openSessionFolder(context: CommandContext): Handler {
  return async (argument, selected) => {
    const headings = argument === undefined ? [] : projectsOf(chosenRows(argument, selected), context);
    if (headings.length > 0) {
      for (const heading of headings) await openProject(heading, context);
      return;
    }
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
    for (const folder of chosen) await openFolder(folder);
  };
}

function projectsOf(rows: readonly unknown[], context: CommandContext): ProjectNode[] {
  return rows.flatMap((row) => {
    const node = context.sessions.nodeOf(row);
    return node?.kind === 'project' ? [node] : [];
  });
}

/** A folder that logs alone name is opened where its newest session still has it, or the working tree around it. */
async function openProject(heading: ProjectNode, context: CommandContext): Promise<void> {
  const { folder, opened } = heading;
  if (folder === undefined) return;
  if (opened) return openFolder(folder);
  const [newest] = context.sessions.sessionIdsIn(heading);
  const places = newest && (await context.service.terminals.sessionPlaces(newest));
  const found = places?.folders.find((one) => folder === one || folder.startsWith(one + path.sep));
  if (found !== undefined) return openFolder(found);
  void vscode.window.showWarningMessage(messageText(t('The folder {0} is not there any more.', folder)));
}

async function openFolder(folder: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: true });
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
