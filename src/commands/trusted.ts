import * as vscode from 'vscode';
import type { Handler } from './commandContext.ts';

type Refusal =
  | 'Scratch is changed only in trusted workspaces.'
  | 'Sessions are resumed only in trusted workspaces.'
  | 'Files are staged only in trusted workspaces.';

/** Refuses to act in a workspace that is not trusted: its menus are hidden there, but anyone can call a command. */
export function trusted(
  handler: Handler,
  refusal: Refusal = 'Scratch is changed only in trusted workspaces.',
): Handler {
  return async (argument, selected) => {
    if (vscode.workspace.isTrusted) return handler(argument, selected);
    const answer = await vscode.window.showWarningMessage(refusal, 'Manage Workspace Trust');
    if (answer) await vscode.commands.executeCommand('workbench.trust.manage');
  };
}
