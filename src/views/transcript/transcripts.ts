/** Everything that shows transcripts: panels, the editor, the documents, and the thread that reads for them. */
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { logIdentity } from '../../service/transcriptRequests.ts';
import type { Log } from '../../host/log.ts';
import { documentUri, longestDocument, targetOf, TranscriptDocuments, transcriptScheme } from './transcriptDocument.ts';
import { TranscriptEditor, transcriptEditor } from './transcriptEditor.ts';
import { TranscriptPanels, transcriptPanel } from './transcriptPanels.ts';
import { TranscriptReader } from '../../service/transcriptReader.ts';
import { TranscriptSessions, type SessionSource } from './transcriptSessions.ts';
import { describeLog, readingOf, type TranscriptTarget } from './transcriptTarget.ts';

export interface TranscriptsInput {
  readonly log: Log;
  /** The `dist` folder of the extension. */
  readonly dist: vscode.Uri;
}

export class Transcripts implements vscode.Disposable {
  readonly #sessions = new TranscriptSessions();
  readonly #reader: TranscriptReader;
  readonly #panels: TranscriptPanels;
  readonly #subscriptions: vscode.Disposable;

  constructor({ log, dist }: TranscriptsInput) {
    const sessions = this.#sessions;
    const script = vscode.Uri.joinPath(dist, 'transcriptWorker.js').fsPath;
    this.#reader = new TranscriptReader(script, log, vscode.l10n.bundle);
    const host = {
      reader: this.#reader,
      sessions,
      log,
      dist,
      open: (target: TranscriptTarget) => this.open(target),
      openText: (target: TranscriptTarget) => this.openText(target),
      openRaw: (target: TranscriptTarget, offset?: number) => this.openRaw(target, offset),
    };
    this.#panels = new TranscriptPanels(host);
    const documents = new TranscriptDocuments(this.#reader, sessions);
    this.#subscriptions = vscode.Disposable.from(
      this.#panels,
      documents,
      sessions,
      vscode.window.registerWebviewPanelSerializer(transcriptPanel, this.#panels),
      vscode.window.registerCustomEditorProvider(transcriptEditor, new TranscriptEditor(host)),
      vscode.workspace.registerTextDocumentContentProvider(transcriptScheme, documents),
    );
  }

  /** Titles, agents and the calls that started them are asked of these sessions from now on. */
  use(sessions: SessionSource): void {
    this.#sessions.use(sessions);
  }

  /** Shows the transcript; an open one comes to the front. `preview`: the next preview may take its place. */
  open(target: TranscriptTarget, options?: { readonly preview: boolean }): void {
    this.#panels.show(target, options);
  }

  /** The transcript as a Markdown document. */
  async openText(target: TranscriptTarget): Promise<void> {
    const document = await vscode.workspace.openTextDocument(documentUri(target));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** The log whose transcript is the active editor, in whichever form. */
  get active(): TranscriptTarget | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputCustom && input.viewType === transcriptEditor)
      return { path: input.uri.fsPath };
    if (input instanceof vscode.TabInputText) return targetOf(input.uri);
    return this.#panels.active;
  }

  /** The session of that log. */
  get activeSession(): SessionId | undefined {
    const { active } = this;
    return active && logIdentity(active.path, active.sessionId).ownId;
  }

  /** Another panel is in front, or none is; editors and documents come to the front with their tabs. */
  get onDidChangeActivePanel(): vscode.Event<void> {
    return this.#panels.onDidChangeActive;
  }

  /**
   * Puts the transcript on the clipboard as Markdown; of a long log its end. Returns the bytes of the log that were
   * left out.
   */
  async copy(target: TranscriptTarget): Promise<number> {
    const inUse = this.#reader.use();
    try {
      const log = await describeLog(target, this.#sessions);
      const title = { title: log.title, sessionId: log.ownId, path: log.logs };
      const { text, bytesBefore } = await this.#reader.request('documentOf', ...readingOf(log), title, longestDocument);
      await vscode.env.clipboard.writeText(text);
      return bytesBefore;
    } finally {
      inUse.dispose();
    }
  }

  /**
   * The log's own text, at the line that holds the byte at `offset`. It cannot be changed: a client may be writing it.
   */
  async openRaw(target: TranscriptTarget, offset?: number): Promise<void> {
    const uri = vscode.Uri.file(target.path);
    const line = offset === undefined ? undefined : await this.#lineOf(target, offset);
    const at = line === undefined ? undefined : new vscode.Position(line - 1, 0);
    const options: vscode.TextDocumentShowOptions = {
      preview: true,
      ...(at && { selection: new vscode.Range(at, at) }),
    };
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', options);
    if (vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()) {
      await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#reader.dispose();
  }

  async #lineOf(target: TranscriptTarget, offset: number): Promise<number | undefined> {
    const context = logIdentity(target.path, target.sessionId);
    return this.#reader.request('lineNumber', target.path, context, offset).catch(() => undefined);
  }
}
