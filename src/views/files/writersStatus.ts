/** The sessions that wrote the file in front, in the status bar: asked when a file comes to the front, kept until logs change. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { Throttle } from '../../core/throttle.ts';
import { commands } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import { labelText, statusText } from '../../host/surfaces.ts';
import { writerFacts, writersAccessibleLabel, writersStatus } from '../../presentation/writerWords.ts';
import type { FileWriters } from '../../service/fileRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { factsTooltip } from '../sessions/tooltips.ts';

/** Milliseconds that a file is in front before it is asked for: somebody may be passing through. */
const restingTime = 150;
/** Milliseconds between two questions about the same file: a live session's log changes with each entry. */
const questionSpacing = 5_000;
/** Files whose answers are kept. */
const mostAnswers = 100;

export class WritersStatus implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #item = vscode.window.createStatusBarItem('sessionScope.writers', vscode.StatusBarAlignment.Right, 90);
  #answers = new Map<string, FileWriters>();
  readonly #throttle = new Throttle(() => void this.#show());
  readonly #subscription: vscode.Disposable;
  #disposed = false;

  constructor(service: SessionService, settings: Settings, log: Log) {
    this.#service = service;
    this.#settings = settings;
    this.#log = log;
    this.#item.name = 'Sessions That Wrote This File';
    const front = (): void => this.#lookAt(frontFile());
    this.#subscription = vscode.Disposable.from(
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(front),
      settings.showWriters.onDidChange(front),
      service.onDidChangeStatus(() => this.#throttle.schedule(restingTime)),
      service.onDidChange(() => {
        this.#answers = new Map();
        this.#throttle.schedule(questionSpacing);
      }),
    );
    front();
  }

  dispose(): void {
    this.#disposed = true;
    this.#throttle.cancel();
    this.#subscription.dispose();
  }

  /** What stands there is of another file, so it goes at once. */
  #lookAt(file: string | undefined): void {
    const known = file === undefined ? undefined : this.#answers.get(file);
    this.#draw(file, known);
    if (file !== undefined && known === undefined) this.#throttle.schedule(restingTime);
  }

  async #show(): Promise<void> {
    const file = frontFile();
    if (file === undefined || !this.#settings.showWriters.value || this.#service.status.phase !== 'ready') return;
    // Logs that change meanwhile may not be in the answer: then it is kept for no later question.
    const answers = this.#answers;
    try {
      const answer = answers.get(file) ?? (await this.#service.files.writersOf(file));
      if (this.#disposed) return;
      if (answers.size >= mostAnswers) answers.clear();
      answers.set(file, answer);
      if (frontFile() === file) this.#draw(file, answer);
    } catch (error) {
      this.#log.error(`who wrote a file cannot be said: ${errorMessage(error)}`);
    }
  }

  #draw(file: string | undefined, answer: FileWriters | undefined): void {
    const words = this.#settings.showWriters.value && answer ? writersStatus(answer.sessions) : undefined;
    if (words === undefined || file === undefined || answer === undefined) return this.#item.hide();
    const titleOf = (id: FileWriters['sessions'][number]['sessionId']) => this.#service.rows.get(id)?.title;
    this.#item.text = `$(comment-discussion) ${statusText(words)}`;
    this.#item.tooltip = factsTooltip(undefined, writerFacts(answer.sessions, titleOf, Date.now(), os.homedir()));
    this.#item.accessibilityInformation = { label: labelText(writersAccessibleLabel(answer.sessions)) };
    this.#item.command = {
      command: commands.whichSession,
      title: 'Which Session Wrote This?',
      arguments: [vscode.Uri.file(file)],
    };
    this.#item.show();
  }
}

/** The file in the active text editor, where it lies on this disk. */
function frontFile(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
