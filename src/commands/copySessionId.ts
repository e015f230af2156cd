import * as vscode from 'vscode';
import type { SessionId } from '../core/model.ts';
import { shortId } from '../core/text/ids.ts';
import { statusText } from '../host/surfaces.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { chosenRows, rowOrId, sessionOrPick } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

/** Milliseconds. */
const messageTime = 3000;

/** Puts a session's full ID on the clipboard; of several rows one a line. */
export function copySessionId(context: CommandContext): Handler {
  return async (argument, selected) => {
    const rows = chosenRows(argument, selected);
    if (rows.length > 1) {
      const nodes = rows.map((row) => context.sessions.nodeOf(row));
      const ids = new Set(nodes.flatMap((node) => (node?.kind === 'session' ? [node.sessionId] : [])));
      return copyIds([...ids]);
    }
    const id = await sessionOrPick(rowOrId(argument, context), context, {
      placeholder: 'Session whose ID to copy: title or folder',
    });
    if (id) await copyIds([id]);
  };
}

/** Nothing else on the screen changes by a copy. */
async function copyIds(ids: readonly SessionId[]): Promise<void> {
  await vscode.env.clipboard.writeText(ids.join('\n'));
  const [first] = ids;
  const what = ids.length === 1 && first !== undefined ? `session ID ${shortId(first)}` : `${ids.length} session IDs`;
  vscode.window.setStatusBarMessage(statusText(`Copied ${what}`), messageTime);
}

export const copyIdButton: PickButton = {
  iconPath: new vscode.ThemeIcon('copy'),
  tooltip: 'Copy Session ID',
  run: (id) => copyIds([id]),
};
