import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../../host/surfaces.ts';
import type { SessionId } from '../../core/model.ts';
import { keepReasonSentence } from '../../presentation/scratchText.ts';
import type { ScratchDirectoryNode } from '../../presentation/treeNodes.ts';
import type { ScratchCandidate, StaleSelection } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { chosenRows } from '../sessionArgument.ts';
import { moveWithConsent } from './moveWithConsent.ts';
import { trusted } from '../trusted.ts';

/** Moves the scratch directories of the rows it is called on, whatever their age: one, a group's, or all selected. */
export function moveScratchToBin(context: CommandContext): Handler {
  return trusted(async (argument, selected) => {
    const rows = chosenRows(argument, selected);
    const directories = [...new Set(rows.flatMap((row) => directoriesOf(row, context)))];
    const folders = rows.flatMap((row) => outputFoldersOf(row, context));
    if (directories.length + folders.length === 0) {
      void vscode.window.showInformationMessage(t('Select a scratch directory in the Sessions view first.'));
      return;
    }
    const picked = await context.service.scratch.pickedScratch(directories);
    const outputs = await outputsBelow(folders, context);
    const offered = [...picked.offered, ...outputs.offered];
    const kept = [...picked.kept, ...outputs.kept];
    for (const { candidate, reason } of kept) context.log.info(`Kept: ${candidate.path} (${reason})`);
    const reasons = kept.map(({ reason }) => reason);
    if (offered.length > 0) await moveWithConsent(offered, reasons, 'any', context);
    else {
      const sentences = [...new Set(reasons)].map(keepReasonSentence);
      void vscode.window.showWarningMessage(messageText(`${t('Nothing was moved.')} ${sentences.join(' ')}`));
    }
  });
}

/** Absolute paths from rows that a view handed out; rows of other things have none. */
function directoriesOf(row: unknown, context: CommandContext): string[] {
  const item = context.unattributed.itemOf(row);
  if (item) return item.kind === 'scratch' ? [item.path] : [];
  return scratchRowsOf(row, context).flatMap(({ directory }) => (directory.kind === 'erk' ? [directory.path] : []));
}

interface OutputFolder {
  readonly sessionId: SessionId;
  readonly path: string;
}

function outputFoldersOf(row: unknown, context: CommandContext): OutputFolder[] {
  return scratchRowsOf(row, context).flatMap(({ sessionId, directory }) =>
    directory.kind === 'claude-tasks' ? [{ sessionId, path: directory.path }] : [],
  );
}

function scratchRowsOf(row: unknown, { sessions }: CommandContext): ScratchDirectoryNode[] {
  const node = sessions.nodeOf(row);
  const nodes = node?.kind === 'group' ? node.items : [node];
  return nodes.flatMap((each) => (each?.kind === 'scratchDirectory' ? [each] : []));
}

/** Whose they are is asked anew: the row may be older than the logs. */
async function outputsBelow(folders: readonly OutputFolder[], { service }: CommandContext): Promise<StaleSelection> {
  if (folders.length === 0) return { offered: [], kept: [] };
  const sessions = [...new Set(folders.map(({ sessionId }) => sessionId))];
  const { offered, kept } = await service.scratch.staleOutputs('any', sessions);
  const isPicked = ({ candidate }: { readonly candidate: ScratchCandidate }): boolean =>
    folders.some(({ sessionId, path }) => sessionId === candidate.sessionId && path === candidate.path);
  return { offered: offered.filter(isPicked), kept: kept.filter(isPicked) };
}
