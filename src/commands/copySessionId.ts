import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';
import { rowOrId, sessionOrPick } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

/** Puts a session's full ID on the clipboard. */
export function copySessionId(context: CommandContext): Handler {
  return async (argument) => {
    const id = await sessionOrPick(rowOrId(argument, context), context, {
      placeholder: 'Session whose ID to copy: title or folder',
    });
    if (id) await vscode.env.clipboard.writeText(id);
  };
}

export const copyIdButton: PickButton = {
  iconPath: new vscode.ThemeIcon('copy'),
  tooltip: 'Copy Session ID',
  run: (id) => void vscode.env.clipboard.writeText(id),
};
