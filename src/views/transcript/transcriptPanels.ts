/** Transcripts as panels: one for each log, shown again when it is asked for again, and there again after a restart. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText } from '../../host/surfaces.ts';
import type { SessionId } from '../../core/model.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import type { TranscriptTarget } from './transcriptTarget.ts';
import { TranscriptView, type TranscriptHost } from './transcriptView.ts';

export const transcriptPanel = 'sessionScope.transcriptPanel';

interface OpenPanel {
  readonly target: TranscriptTarget;
  readonly panel: vscode.WebviewPanel;
  readonly view: TranscriptView;
}

export class TranscriptPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #host: TranscriptHost;
  readonly #open = new Map<string, OpenPanel>();
  readonly #activeChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeActive = this.#activeChanged.event;
  /** Opened by a click on a row: the next click shows its session in the same place, as VS Code's previews do. */
  #preview: OpenPanel | undefined;

  constructor(host: TranscriptHost) {
    this.#host = host;
  }

  show(target: TranscriptTarget, { preview = false } = {}): void {
    const open = this.#open.get(target.path);
    if (open !== undefined) {
      // Asked for again, it stays.
      if (open === this.#preview) this.#preview = undefined;
      open.panel.reveal();
      if (target.reveal !== undefined) open.view.reveal(target.reveal);
      return;
    }
    const replaced = preview ? this.#preview?.panel : undefined;
    const viewColumn = replaced?.viewColumn ?? vscode.ViewColumn.Active;
    // Who clicks through rows stays in the tree; asked for again, it takes the focus.
    const place = { viewColumn, preserveFocus: preview };
    const panel = vscode.window.createWebviewPanel(transcriptPanel, t('Transcript'), place);
    this.#attach(panel, target);
    replaced?.dispose();
    if (preview && arePreviewsReused()) this.#preview = this.#open.get(target.path);
  }

  /** The log whose panel has the focus, or had it last in its editor group. */
  get active(): TranscriptTarget | undefined {
    return [...this.#open.values()].find(({ panel }) => panel.active)?.target;
  }

  /** The target stands in the state that the web view keeps. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const target = targetOf(state);
    if (target === undefined || this.#open.has(target.path)) panel.dispose();
    else this.#attach(panel, target);
    return Promise.resolve();
  }

  dispose(): void {
    for (const { view } of this.#open.values()) view.dispose();
    this.#open.clear();
    this.#activeChanged.dispose();
  }

  #attach(panel: vscode.WebviewPanel, target: TranscriptTarget): void {
    const view = new TranscriptView(panel.webview, target, this.#host);
    const open = { target, panel, view };
    this.#open.set(target.path, open);
    view.visible = panel.visible;
    panel.onDidChangeViewState(() => {
      view.visible = panel.visible;
      this.#activeChanged.fire();
    });
    panel.onDidDispose(() => {
      view.dispose();
      if (this.#preview === open) this.#preview = undefined;
      if (this.#open.get(target.path) === open) this.#open.delete(target.path);
    });
    view.onDidChangeTitle((title) => (panel.title = labelText(toSingleLine(title, 36))));
  }
}

function arePreviewsReused(): boolean {
  return vscode.workspace.getConfiguration('workbench.editor').get('enablePreview') !== false;
}

/** What the web view kept; nothing in it is trusted further than a path that is read as a log. */
function targetOf(state: unknown): TranscriptTarget | undefined {
  const { path, sessionId } = (typeof state === 'object' && state !== null ? state : {}) as Record<string, unknown>;
  if (typeof path !== 'string' || !/\.jsonl$/.test(path) || path.includes('\0')) return undefined;
  const id: SessionId | undefined = parseSessionId(sessionId);
  return { path, ...(id === undefined ? {} : { sessionId: id }) };
}
