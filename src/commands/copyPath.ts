import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatPlural } from '../core/text/format.ts';
import { statusText } from '../host/surfaces.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { fileTarget, filesBelow } from './fileTarget.ts';
import { chosenRows } from './sessionArgument.ts';

const shownFor = 4000;

/** Puts the path of a row's file or directory on the clipboard; of several rows one a line. */
export function copyPath(context: CommandContext): Handler {
  return async (argument, selected) => {
    const files = chosenRows(argument, selected).flatMap((row) => fileTarget(row, context) ?? []);
    if (files.length > 0) await vscode.env.clipboard.writeText(files.join('\n'));
  };
}

/** The same for all that stands below the chosen groups, and says how many paths those are. */
export function copyPaths(context: CommandContext): Handler {
  return async (argument, selected) => {
    const files = new Set<string>();
    for (const row of chosenRows(argument, selected))
      for (const file of await filesBelow(row, context)) files.add(file);
    if (files.size > 0) await vscode.env.clipboard.writeText([...files].join('\n'));
    const said =
      files.size === 0 ? t('No path was copied') : formatPlural(files.size, t('Copied 1 path'), t('Copied {0} paths'));
    vscode.window.setStatusBarMessage(statusText(said), shownFor);
  };
}
