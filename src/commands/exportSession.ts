import * as os from 'node:os';
import * as vscode from 'vscode';
import { formatBytes, formatCount } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { messageText } from '../host/surfaces.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';

/** Writes all that belongs to a session into one zip file, where the person says. */
export function exportSession(context: CommandContext): Handler {
  return async (argument) => {
    const [id] = await sessionsOrPick(argument, undefined, context, {
      placeholder: 'Session to export: title, folder, or its ID',
    });
    if (id === undefined) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, `${id}.zip`),
      filters: { 'Zip Files': ['zip'] },
      title: 'Export Session',
    });
    if (target === undefined) return;
    if (target.scheme !== 'file') {
      void vscode.window.showWarningMessage('A session can be exported to a file on disk only.');
      return;
    }
    const { exports } = context.service;
    const progress = { location: vscode.ProgressLocation.Notification, title: 'Exporting session', cancellable: true };
    const done = await vscode.window.withProgress(progress, async (_, cancellation) => {
      cancellation.onCancellationRequested(() => void exports.cancelExport(target.fsPath));
      const summary = await exports.exportSession(id, target.fsPath);
      return cancellation.isCancellationRequested ? 'cancelled' : summary;
    });
    if (done === 'cancelled') return;
    if (done === undefined) {
      void vscode.window.showWarningMessage(messageText(`There is nothing of session ${shortId(id)} to export.`));
      return;
    }
    const { files, bytes, leftOut } = done;
    const rest = leftOut === 0 ? '' : ` ${formatCount(leftOut, 'file', 'files')} could not be read: see manifest.json.`;
    const what = `${formatCount(files, 'file', 'files')}, ${formatBytes(bytes)}`;
    void vscode.window.showInformationMessage(messageText(`Exported session ${shortId(id)}: ${what}.${rest}`));
  };
}
