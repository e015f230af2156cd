import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';
import { fileTarget } from './fileTarget.ts';
import { chosenRows } from './sessionArgument.ts';

/** Puts the path of a row's file or directory on the clipboard; of several rows one a line. */
export function copyPath(context: CommandContext): Handler {
  return async (argument, selected) => {
    const files = chosenRows(argument, selected).flatMap((row) => fileTarget(row, context) ?? []);
    if (files.length > 0) await vscode.env.clipboard.writeText(files.join('\n'));
  };
}
