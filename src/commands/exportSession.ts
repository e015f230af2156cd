import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatBytes, formatNumber, formatPlural } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import { dialogText, labelText, messageText } from '../host/surfaces.ts';
import type { ExportSummary } from '../service/exportRequests.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOfRows, sessionsOrPick } from './sessionArgument.ts';

/** Writes all that belongs to a session into one zip file, where the person says. */
export function exportSession(context: CommandContext): Handler {
  return async (argument) => {
    const [id] = await sessionsOrPick(argument, undefined, context, {
      placeholder: t('Session to export: title, folder, or its ID'),
    });
    if (id === undefined) return;
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(usualFolder(), `${id}.zip`),
      filters: { [t('Zip Files')]: ['zip'] },
      title: t('Export Session'),
    });
    if (target === undefined || !isOnDisk(target)) return;
    const summaries = await write([{ id, file: target.fsPath }], context);
    const [summary] = summaries ?? [];
    if (summary !== undefined) say(t('Exported session {0}: {1}.', shortId(id), sizeOf(summary)), summary);
    else if (summaries !== undefined)
      void vscode.window.showWarningMessage(messageText(t('There is nothing of session {0} to export.', shortId(id))));
  };
}

/**
 * The same for the chosen sessions, or all below the chosen headings: one file each, in the folder that the person
 * chooses.
 */
export function exportSessions(context: CommandContext): Handler {
  return async (argument, selected) => {
    const ids = sessionsOfRows(argument, selected, context);
    if (ids.length === 0) return;
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: usualFolder(),
      openLabel: t('Export Here'),
      title: labelText(formatPlural(ids.length, t('Export 1 Session'), t('Export {0} Sessions'))),
    });
    const [folder] = chosen ?? [];
    if (folder === undefined || !isOnDisk(folder) || !(await agreeToReplace(ids, folder))) return;
    const files = ids.map((id) => ({ id, file: path.join(folder.fsPath, `${id}.zip`) }));
    const summaries = await write(files, context);
    if (summaries === undefined) return;
    const sum = sumOf(summaries);
    const count = formatNumber(summaries.length);
    const sentence = formatPlural(
      summaries.length,
      t('Exported 1 session: {0}.', sizeOf(sum)),
      t('Exported {0} sessions: {1}.', count, sizeOf(sum)),
    );
    say(sentence, sum);
  };
}

function usualFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}

function isOnDisk({ scheme }: vscode.Uri): boolean {
  if (scheme === 'file') return true;
  void vscode.window.showWarningMessage(t('A session can be exported to a file on disk only.'));
  return false;
}

async function agreeToReplace(ids: readonly SessionId[], folder: vscode.Uri): Promise<boolean> {
  const present = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const count = ids.filter((id) => present.has(`${id}.zip`)).length;
  if (count === 0) return true;
  const question = formatPlural(
    count,
    t('1 of these files is there already. Replace it?'),
    t('{0} of these files are there already. Replace them?'),
  );
  const replace = t('Replace');
  return (await vscode.window.showWarningMessage(dialogText(question), { modal: true }, replace)) === replace;
}

interface ExportFile {
  readonly id: SessionId;
  readonly file: string;
}

/**
 * What was written; a session of which nothing is there has no summary. `undefined` when it is cancelled: earlier files
 * stay.
 */
function write(
  files: readonly ExportFile[],
  { service: { exports } }: CommandContext,
): Thenable<ExportSummary[] | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: files.length === 1 ? t('Exporting session') : t('Exporting sessions'),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (report, cancellation) => {
    const summaries: ExportSummary[] = [];
    for (const [at, { id, file }] of files.entries()) {
      const message = messageText(t('{0} of {1}', formatNumber(at + 1), formatNumber(files.length)));
      if (files.length > 1) report.report({ message, increment: 100 / files.length });
      const subscription = cancellation.onCancellationRequested(() => void exports.cancelExport(file));
      const summary = await exports.exportSession(id, file);
      subscription.dispose();
      if (cancellation.isCancellationRequested) return undefined;
      if (summary !== undefined) summaries.push(summary);
    }
    return summaries;
  });
}

function sumOf(summaries: readonly ExportSummary[]): ExportSummary {
  const sum = { files: 0, bytes: 0, leftOut: 0 };
  for (const { files, bytes, leftOut } of summaries) {
    sum.files += files;
    sum.bytes += bytes;
    sum.leftOut += leftOut;
  }
  return sum;
}

function sizeOf({ files, bytes }: ExportSummary): string {
  return `${formatPlural(files, t('1 file'), t('{0} files'))}, ${formatBytes(bytes)}`;
}

function say(sentence: string, { leftOut }: ExportSummary): void {
  const missing = formatPlural(
    leftOut,
    t('1 file was left out: manifest.json says why.'),
    t('{0} files were left out: manifest.json says why.'),
  );
  void vscode.window.showInformationMessage(messageText(leftOut > 0 ? `${sentence} ${missing}` : sentence));
}
