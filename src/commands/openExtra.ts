/** Opens what else belongs to a session, to be read alone: todos, tasks, checkpoints, tool results, debug logs. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, messageText } from '../host/surfaces.ts';
import type { ExtraState } from '../core/model.ts';
import { extraLabel } from '../presentation/extraRowText.ts';
import type { ExtraFileNode } from '../presentation/treeNodes.ts';
import { localFolders } from '../service/openedFolders.ts';
import { extraUri } from '../views/extras/extraDocuments.ts';
import type { CommandContext, Handler } from './commandContext.ts';

const problems: Readonly<Record<ExtraState, string | undefined>> = {
  found: undefined,
  'not-a-regular-file': t('A link, folder or device stands in this file’s place, so it was not opened.'),
  unreadable: t('This file cannot be read.'),
};

export function openExtra(context: CommandContext): Handler {
  return async (argument) => {
    const node = extraFileNode(argument, context);
    if (!node) return;
    const document = await vscode.workspace.openTextDocument(extraUri(node.sessionId, node.file));
    await vscode.window.showTextDocument(document, { preview: true });
  };
}

/** The file as it was, beside the file as it is now. */
export function compareCheckpoint(context: CommandContext): Handler {
  return async (argument) => {
    const node = extraFileNode(argument, context);
    if (node?.file.kind !== 'checkpoint') return;
    const { sessionId, file } = node;
    const current = await context.service.currentFile(file, localFolders());
    if (current === undefined) {
      void vscode.window.showInformationMessage(t('There is no such file in the opened folders now.'));
      return;
    }
    const title = labelText(t('{0} (version {1} ↔ current)', current.split(/[\\/]/).at(-1) ?? '', file.version));
    await vscode.commands.executeCommand('vscode.diff', extraUri(sessionId, file), vscode.Uri.file(current), title);
  };
}

/** The row, when it stands for a file that can be opened; says why when it does not. */
function extraFileNode(argument: unknown, context: CommandContext): ExtraFileNode | undefined {
  const node = context.sessions.nodeOf(argument);
  if (node?.kind !== 'extraFile') return undefined;
  const problem = problems[node.file.state];
  if (problem === undefined) return node;
  void vscode.window.showWarningMessage(messageText(`${extraLabel(node)}: ${problem}`));
  return undefined;
}
