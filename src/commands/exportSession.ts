import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatBytes, formatPlural } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { messageText } from '../host/surfaces.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';

/** Writes all that belongs to a session into one zip file, where the person says. */
export function exportSession(context: CommandContext): Handler {
  return async (argument) => {
    const [id] = await sessionsOrPick(argument, undefined, context, {
      placeholder: t('Session to export: title, folder, or its ID'),
    });
    if (id === undefined) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, `${id}.zip`),
      filters: { [t('Zip Files')]: ['zip'] },
      title: t('Export Session'),
    });
    if (target === undefined) return;
    if (target.scheme !== 'file') {
      void vscode.window.showWarningMessage(t('A session can be exported to a file on disk only.'));
      return;
    }
    const { exports } = context.service;
    const progress = {
      location: vscode.ProgressLocation.Notification,
      title: t('Exporting session'),
      cancellable: true,
    };
    const done = await vscode.window.withProgress(progress, async (_, cancellation) => {
      cancellation.onCancellationRequested(() => void exports.cancelExport(target.fsPath));
      const summary = await exports.exportSession(id, target.fsPath);
      return cancellation.isCancellationRequested ? 'cancelled' : summary;
    });
    if (done === 'cancelled') return;
    if (done === undefined) {
      void vscode.window.showWarningMessage(messageText(t('There is nothing of session {0} to export.', shortId(id))));
      return;
    }
    const { files, bytes, leftOut } = done;
    const what = `${formatPlural(files, t('1 file'), t('{0} files'))}, ${formatBytes(bytes)}`;
    const sentences = [t('Exported session {0}: {1}.', shortId(id), what)];
    if (leftOut > 0)
      sentences.push(
        formatPlural(
          leftOut,
          t('1 file could not be read: see manifest.json.'),
          t('{0} files could not be read: see manifest.json.'),
        ),
      );
    void vscode.window.showInformationMessage(messageText(sentences.join(' ')));
  };
}
