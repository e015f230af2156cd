import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText, type SurfaceText } from '../host/surfaces.ts';
import type { Handler } from './commandContext.ts';

/** Refuses to act in a workspace that is not trusted: its menus are hidden there, but anyone can call a command. */
export function trusted(
  handler: Handler,
  refusal: SurfaceText<'message'> = messageText(t('Scratch is changed only in trusted workspaces.')),
): Handler {
  return async (argument, selected) => {
    if (vscode.workspace.isTrusted) return handler(argument, selected);
    const answer = await vscode.window.showWarningMessage(refusal, t('Manage Workspace Trust'));
    if (answer) await vscode.commands.executeCommand('workbench.trust.manage');
  };
}
