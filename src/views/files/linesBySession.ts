/** Beside the lines of a file: which call of which session wrote them. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { Throttle } from '../../core/throttle.ts';
import { formatTime } from '../../host/formatTime.ts';
import type { Log } from '../../host/log.ts';
import { contextKeys } from '../../host/contributions.ts';
import { labelText } from '../../host/surfaces.ts';
import { linesFacts, linesLabel } from '../../presentation/blameWords.ts';
import type { Blame } from '../../service/fileRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { ContextKeys } from '../sessions/contextKeys.ts';
import { factsTooltip } from '../sessions/tooltips.ts';

type BlamedLines = Blame['lines'][number];

/** Milliseconds from a change of the file on disk to the next question. */
const afterFile = 1_000;
/** The same from a log that grew: a live one grows all the time. */
const afterLog = 5_000;

export class LinesBySession implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #log: Log;
  /** By the URIs of their documents. */
  readonly #shown = new Map<string, Blame>();
  /** Documents to be asked about again. */
  readonly #stale = new Set<vscode.TextDocument>();
  readonly #keys = new ContextKeys();
  readonly #throttle = new Throttle(() => void this.#askAgain());
  /** A column of its own before each line, ruled where another call begins. */
  readonly #column = vscode.window.createTextEditorDecorationType({
    before: {
      contentText: '',
      color: new vscode.ThemeColor('editorCodeLens.foreground'),
      width: '24ch',
      height: '100%',
      margin: '0 2ch 0 0',
    },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #firstLine = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderColor: new vscode.ThemeColor('editorIndentGuide.background1'),
    borderStyle: 'solid',
    borderWidth: '1px 0 0 0',
  });
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, log: Log) {
    this.#service = service;
    this.#log = log;
    this.#subscription = vscode.Disposable.from(
      this.#column,
      this.#firstLine,
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (this.#shown.size > 0) this.#draw();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#setContext()),
      vscode.workspace.onDidCloseTextDocument((document) => this.hide(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      service.onDidChange(() => {
        for (const document of vscode.workspace.textDocuments) if (this.has(document)) this.#ask(document, afterLog);
      }),
    );
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#shown.clear();
    this.#setContext();
    this.#subscription.dispose();
  }

  has(document: vscode.TextDocument): boolean {
    return this.#shown.has(document.uri.toString());
  }

  show(document: vscode.TextDocument, blame: Blame): void {
    this.#shown.set(document.uri.toString(), blame);
    this.#draw();
    this.#setContext();
  }

  hide(document: vscode.TextDocument): void {
    this.#stale.delete(document);
    if (!this.#shown.delete(document.uri.toString())) return;
    this.#draw();
    this.#setContext();
  }

  /** The call that wrote a line (from 1); `undefined`: nothing proves it. */
  changeOf(document: vscode.TextDocument, line: number): BlamedLines['change'] {
    const blame = this.#shown.get(document.uri.toString());
    return blame?.lines.find(({ from, to }) => from <= line && line <= to)?.change;
  }

  /** What somebody types has no call; what came from the disk may have one. */
  #changed(document: vscode.TextDocument): void {
    if (!this.has(document)) return;
    if (document.isDirty) this.hide(document);
    else this.#ask(document, afterFile);
  }

  #ask(document: vscode.TextDocument, delay: number): void {
    this.#stale.add(document);
    this.#throttle.schedule(delay);
  }

  async #askAgain(): Promise<void> {
    const asked = [...this.#stale];
    this.#stale.clear();
    for (const document of asked) {
      try {
        const blame = await this.#service.files.blameOf(document.uri.fsPath);
        // Meanwhile it may have been closed, typed into, or changed again.
        if (!this.has(document) || this.#stale.has(document)) continue;
        if (blame === undefined) this.hide(document);
        else this.show(document, blame);
      } catch (error) {
        this.#log.error(`who wrote the lines of a file cannot be said: ${errorMessage(error)}`);
        this.hide(document);
      }
    }
  }

  #setContext(): void {
    const document = vscode.window.activeTextEditor?.document;
    this.#keys.set(contextKeys.hasLinesBySession, document !== undefined && this.has(document));
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const blame = this.#shown.get(editor.document.uri.toString());
      const groups = blame?.lines.filter(({ from }) => from <= editor.document.lineCount) ?? [];
      editor.setDecorations(
        this.#column,
        groups.flatMap((group) => this.#columnOf(group, blame, editor.document)),
      );
      editor.setDecorations(
        this.#firstLine,
        groups.filter(({ from }) => from > 1).map(({ from }) => lineStart(from)),
      );
    }
  }

  #columnOf(group: BlamedLines, blame: Blame | undefined, document: vscode.TextDocument): vscode.DecorationOptions[] {
    if (blame === undefined) return [];
    const hoverMessage = factsTooltip(
      undefined,
      linesFacts(group, blame.start, {
        titleOf: (id) => this.#service.rows.get(id)?.title,
        formatTime,
        home: os.homedir(),
      }),
    );
    const contentText = labelText(linesLabel(group, Date.now()));
    const last = Math.min(group.to, document.lineCount);
    return Array.from({ length: last - group.from + 1 }, (_, at) => ({
      range: lineStart(group.from + at),
      hoverMessage,
      renderOptions: { before: { contentText: at === 0 ? contentText : '\u00a0' } },
    }));
  }
}

/** `line`: from 1. */
function lineStart(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, 0);
}
