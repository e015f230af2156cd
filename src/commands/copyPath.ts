import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';
import { fileTarget } from './fileTarget.ts';

/** Puts the path of a row's file or directory on the clipboard. */
export function copyPath(context: CommandContext): Handler {
  return async (argument) => {
    const file = fileTarget(argument, context);
    if (file !== undefined) await vscode.env.clipboard.writeText(file);
  };
}
