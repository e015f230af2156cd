/** The timeline: one panel, made when it is asked for. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { TranscriptReader } from '../../service/transcriptReader.ts';
import { TimelineView, type TimelineHost } from './timelineView.ts';

const timelinePanel = 'sessionScope.timelinePanel';

export type TimelineInput = Omit<TimelineHost, 'reader'>;

export class Timeline implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #input: TimelineInput;
  /** A thread of its own: the marks of long logs must not make a transcript wait. */
  readonly #reader: TranscriptReader;
  #panel: vscode.WebviewPanel | undefined;
  readonly #serializer: vscode.Disposable;

  constructor(input: TimelineInput) {
    this.#input = input;
    const script = vscode.Uri.joinPath(input.dist, 'transcriptWorker.js').fsPath;
    this.#reader = new TranscriptReader(script, input.log, vscode.l10n.bundle);
    this.#serializer = vscode.window.registerWebviewPanelSerializer(timelinePanel, this);
  }

  show(): void {
    if (this.#panel !== undefined) return this.#panel.reveal();
    this.#show(vscode.window.createWebviewPanel(timelinePanel, t('Session Timeline'), vscode.ViewColumn.Active));
  }

  /** After a reload of the window; the page keeps its range itself. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.#panel === undefined) this.#show(panel);
    else panel.dispose();
    return Promise.resolve();
  }

  #show(panel: vscode.WebviewPanel): void {
    const view = new TimelineView(panel.webview, { ...this.#input, reader: this.#reader });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) view.hidden();
    });
    panel.onDidDispose(() => {
      view.dispose();
      this.#panel = undefined;
    });
    this.#panel = panel;
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
    this.#reader.dispose();
  }
}
