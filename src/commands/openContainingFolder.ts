import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';
import { fileTarget } from './fileTarget.ts';

/** Shows a row's file in the system's file manager. Only offered where that runs on the same machine. */
export function openContainingFolder(context: CommandContext): Handler {
  return async (argument) => {
    const file = fileTarget(argument, context);
    if (file !== undefined) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
  };
}
