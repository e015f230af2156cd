/** The timeline: one panel, made when it is asked for. */
import * as vscode from 'vscode';
import { TranscriptReader } from '../../service/transcriptReader.ts';
import { TimelineView, type TimelineHost } from './timelineView.ts';

export type TimelineInput = Omit<TimelineHost, 'reader'>;

export class Timeline implements vscode.Disposable {
  readonly #input: TimelineInput;
  /** A thread of its own: the marks of long logs must not make a transcript wait. */
  readonly #reader: TranscriptReader;
  #panel: vscode.WebviewPanel | undefined;

  constructor(input: TimelineInput) {
    this.#input = input;
    this.#reader = new TranscriptReader(vscode.Uri.joinPath(input.dist, 'transcriptWorker.js').fsPath, input.log);
  }

  show(): void {
    if (this.#panel !== undefined) return this.#panel.reveal();
    const panel = vscode.window.createWebviewPanel(
      'sessionScope.timelinePanel',
      'Session Timeline',
      vscode.ViewColumn.Active,
    );
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
    this.#panel?.dispose();
    this.#reader.dispose();
  }
}
