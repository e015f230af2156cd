import { t } from '@vscode/l10n';
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
      placeholder: t('Session whose ID to copy: title or folder'),
    });
    if (ids.length > 0) await copy(ids);
  };
}

export const copyIdButton: PickButton = {
  iconPath: new vscode.ThemeIcon('copy'),
  tooltip: t('Copy Session ID'),
  run: (id) => copy([id]),
};

async function copy(ids: readonly SessionId[]): Promise<void> {
  await vscode.env.clipboard.writeText(ids.join('\n'));
  const [first] = ids;
  const words =
    ids.length === 1 && first !== undefined
      ? t('Copied session ID {0}', shortId(first))
      : t('Copied {0} session IDs', ids.length);
  vscode.window.setStatusBarMessage(statusText(words), shownFor);
}
