import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { dialogText, messageText, statusText } from '../../host/surfaces.ts';
import { emptyQuestion, emptySummary } from '../../presentation/scratchText.ts';
import { expiredEntries, type BinListing } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { trusted } from '../trusted.ts';
import { readBin } from './scratchContext.ts';

const day = 24 * 3_600_000;
const shortly = 5_000;

/** Deletes what is in the bins of all working trees, once the person agrees. */
export function emptyScratchBin(context: CommandContext): Handler {
  return trusted(async () => {
    const listing = await readBin(context);
    if (listing.entries.length > 0) await emptyBinWithConsent(listing, context);
    else if (listing.unread.length === 0) void vscode.window.showInformationMessage(t('The bin is empty.'));
    else void vscode.window.showErrorMessage(t('The bin cannot be read, so nothing was deleted. The log says why.'));
  });
}

/** The one question before anything is deleted for good: all of it, or only what has expired. */
export async function emptyBinWithConsent({ entries, unread }: BinListing, context: CommandContext): Promise<void> {
  const { service, settings, log } = context;
  const expired = expiredEntries(entries, Date.now(), settings.binAge.value);
  const all = entries.length === 1 ? t('Delete for Good') : t('Delete All {0} for Good', entries.length);
  const old = t('Delete {0} Older Than {1} Days', expired.length, Math.round(settings.binAge.value / day));
  const isPart = expired.length > 0 && expired.length < entries.length;
  const { message, detail } = emptyQuestion(entries);
  const answer = await vscode.window.showWarningMessage(
    dialogText(message),
    { modal: true, detail: dialogText(detail) },
    all,
    ...(isPart ? [old] : []),
  );
  if (answer === undefined) return;
  const { deleted, incomplete } = await service.scratch.emptyBin(answer === all ? entries : expired);
  for (const { entry } of deleted) log.info(`Deleted from the bin: ${entry}`);
  for (const { removed, reason } of incomplete)
    log.warn(`Not deleted from the bin, or not all of it: ${removed.entry} (${reason})`);
  const text = emptySummary(deleted, incomplete.length, unread.length);
  if (deleted.length === 0) void vscode.window.showErrorMessage(messageText(text));
  else if (incomplete.length + unread.length > 0) void vscode.window.showWarningMessage(messageText(text));
  else vscode.window.setStatusBarMessage(statusText(text), shortly);
}
