/** The transcript as an editor of a log file: chosen by "Reopen Editor With…", never the default. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { TranscriptView, type TranscriptHost } from './transcriptView.ts';

/** As `package.json` contributes it. */
export const transcriptEditor = 'sessionScope.transcript';

export class TranscriptEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #host: TranscriptHost;

  constructor(host: TranscriptHost) {
    this.#host = host;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    if (document.uri.scheme !== 'file') throw new Error(t('A transcript is read from a file on disk.'));
    const view = new TranscriptView(panel.webview, { path: document.uri.fsPath }, this.#host);
    view.visible = panel.visible;
    panel.onDidChangeViewState(() => (view.visible = panel.visible));
    panel.onDidDispose(() => view.dispose());
  }
}
