import * as vscode from 'vscode';
import { messageText } from '../../host/surfaces.ts';
import { keepReasonSentence } from '../../presentation/scratchText.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { chosenRows } from '../sessionArgument.ts';
import { moveWithConsent } from './moveWithConsent.ts';
import { trusted } from '../trusted.ts';

/** Moves the scratch directories of the rows it is called on, whatever their age: one, a group's, or all selected. */
export function moveScratchToBin(context: CommandContext): Handler {
  return trusted(async (argument, selected) => {
    const rows = chosenRows(argument, selected);
    const directories = [...new Set(rows.flatMap((row) => directoriesOf(row, context)))];
    if (directories.length === 0) {
      void vscode.window.showInformationMessage('Select a scratch directory in the Sessions view first.');
      return;
    }
    const { offered, kept } = await context.service.scratch.pickedScratch(directories);
    for (const { candidate, reason } of kept) context.log.info(`Kept: ${candidate.path} (${reason})`);
    const reasons = kept.map(({ reason }) => reason);
    if (offered.length > 0) await moveWithConsent(offered, reasons, 'any', context);
    else {
      const sentences = [...new Set(reasons)].map(keepReasonSentence);
      void vscode.window.showWarningMessage(messageText(`Nothing was moved. ${sentences.join(' ')}`));
    }
  });
}

/** Absolute paths from rows that a view handed out; rows of other things have none. */
function directoriesOf(row: unknown, { sessions, unattributed }: CommandContext): string[] {
  const item = unattributed.itemOf(row);
  if (item) return item.kind === 'scratch' ? [item.path] : [];
  const node = sessions.nodeOf(row);
  const nodes = node?.kind === 'group' ? node.items : [node];
  return nodes.flatMap((each) =>
    each?.kind === 'scratchDirectory' && each.directory.kind === 'erk' ? [each.directory.path] : [],
  );
}
