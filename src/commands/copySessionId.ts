import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';
import { chosenRows, rowOrId, sessionOrPick } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

/** Puts a session's full ID on the clipboard; of several rows one a line. */
export function copySessionId(context: CommandContext): Handler {
  return async (argument, selected) => {
    const rows = chosenRows(argument, selected);
    if (rows.length > 1) {
      const nodes = rows.map((row) => context.sessions.nodeOf(row));
      const ids = new Set(nodes.flatMap((node) => (node?.kind === 'session' ? [node.sessionId] : [])));
      return vscode.env.clipboard.writeText([...ids].join('\n'));
    }
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
