import * as vscode from 'vscode';
import { statusText } from '../host/surfaces.ts';
import type { SessionId } from '../core/model.ts';
import { shortId } from '../core/text/ids.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';
import type { PickButton } from './sessionPick.ts';

const shownFor = 4000;

/** Puts a session's full ID on the clipboard; of several rows one a line. */
export function copySessionId(context: CommandContext): Handler {
  return async (argument, selected) => {
    const ids = await sessionsOrPick(argument, selected, context, {
      placeholder: 'Session whose ID to copy: title or folder',
    });
    if (ids.length > 0) await copy(ids);
  };
}

export const copyIdButton: PickButton = {
  iconPath: new vscode.ThemeIcon('copy'),
  tooltip: 'Copy Session ID',
  run: (id) => copy([id]),
};

async function copy(ids: readonly SessionId[]): Promise<void> {
  await vscode.env.clipboard.writeText(ids.join('\n'));
  const [first] = ids;
  const what = ids.length === 1 && first !== undefined ? `session ID ${shortId(first)}` : `${ids.length} session IDs`;
  vscode.window.setStatusBarMessage(statusText(`Copied ${what}`), shownFor);
}
