import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { dialogText, statusText } from '../../host/surfaces.ts';
import { formatBytes, formatPlural } from '../../core/text/format.ts';
import { emptyQuestion } from '../../presentation/scratchText.ts';
import { expiredEntries, type BinEntry } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { trusted } from '../trusted.ts';

const day = 24 * 3_600_000;
const shortly = 5_000;

/** Deletes what is in the bins of all working trees, once the person agrees. */
export function emptyScratchBin(context: CommandContext): Handler {
  return trusted(async () => {
    const entries = await context.service.scratch.listBin('all');
    if (entries.length > 0) await emptyBinWithConsent(entries, context);
    else void vscode.window.showInformationMessage(t('The bin is empty.'));
  });
}

/** The one question before anything is deleted for good: all of it, or only what has expired. */
export async function emptyBinWithConsent(entries: readonly BinEntry[], context: CommandContext): Promise<void> {
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
  for (const { entry } of incomplete) log.warn(`Deleted from the bin only in part: ${entry}`);
  if (incomplete.length > 0) {
    void vscode.window.showWarningMessage(
      t('Parts of the bin could not be deleted. They are tried again the next time.'),
    );
    return;
  }
  const bytes = deleted.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  const directories = formatPlural(deleted.length, t('1 directory'), t('{0} directories'));
  vscode.window.setStatusBarMessage(statusText(t('Deleted {0} ({1})', directories, formatBytes(bytes))), shortly);
}
