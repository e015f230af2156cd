import * as vscode from 'vscode';
import type { Handler } from '../commandContext.ts';

/** Refuses to act in a workspace that is not trusted: its menus are hidden there, but anyone can call a command. */
export function trusted(handler: Handler): Handler {
  return async (argument, selected) => {
    if (vscode.workspace.isTrusted) return handler(argument, selected);
    const answer = await vscode.window.showWarningMessage(
      'Scratch is changed only in trusted workspaces.',
      'Manage Workspace Trust',
    );
    if (answer) await vscode.commands.executeCommand('workbench.trust.manage');
  };
}
