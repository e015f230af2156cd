/**
 * The status bar's item for the file in front: the sessions that it belongs to, else those that wrote it. Asked when a
 * file comes to the front, kept until logs change.
 */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { Throttle } from '../../core/throttle.ts';
import { commands } from '../../host/contributions.ts';
import type { SessionId } from '../../core/model.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import { frontFile } from '../../host/frontFile.ts';
import { labelText, statusText } from '../../host/surfaces.ts';
import {
  ownerFacts,
  ownersAccessibleLabel,
  ownersStatus,
  writerFacts,
  writersAccessibleLabel,
  writersStatus,
} from '../../presentation/writerWords.ts';
import type { FileWriters, Owner } from '../../service/fileRequests.ts';
import type { FileOwners } from '../../service/fileOwners.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { factsTooltip } from '../sessions/tooltips.ts';

/** Milliseconds that a file is in front before it is asked for: somebody may be passing through. */
const restingTime = 150;
/** Milliseconds between two questions about the same file: a live session's log changes with each entry. */
const questionSpacing = 5_000;
/** Files whose answers are kept. */
const mostAnswers = 100;

/** `sessions` is empty for a file with owners: who wrote it is then not asked. */
interface FileAnswer extends Pick<FileWriters, 'sessions'> {
  readonly owners: readonly Owner[];
}

export class WritersStatus implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #owners: FileOwners;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #item = vscode.window.createStatusBarItem('sessionScope.writers', vscode.StatusBarAlignment.Right, 90);
  #answers = new Map<string, FileAnswer>();
  /** The file that the item is about, shown or not. */
  #drawn: string | undefined;
  readonly #throttle = new Throttle(() => void this.#show());
  readonly #subscription: vscode.Disposable;
  #disposed = false;

  constructor(service: SessionService, owners: FileOwners, settings: Settings, log: Log) {
    this.#service = service;
    this.#owners = owners;
    this.#settings = settings;
    this.#log = log;
    this.#item.name = t('Sessions of This File');
    const front = (): void => this.#lookAt(frontFile());
    this.#subscription = vscode.Disposable.from(
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(front),
      vscode.window.tabGroups.onDidChangeTabs(front),
      settings.showWriters.onDidChange(() => {
        this.#drawn = undefined;
        front();
      }),
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

  /** Hides what is said of another file at once. What is said of the same file stays until the next answer. */
  #lookAt(file: string | undefined): void {
    const known = file === undefined ? undefined : this.#answers.get(file);
    if (known === undefined && file !== undefined && file === this.#drawn) return;
    this.#draw(file, known);
    if (file !== undefined && known === undefined) this.#throttle.schedule(restingTime);
  }

  async #show(): Promise<void> {
    const file = frontFile();
    if (file === undefined || !this.#settings.showWriters.value || this.#service.status.phase !== 'ready') return;
    // Logs that change meanwhile may not be in the answer: then it is kept for no later question.
    const answers = this.#answers;
    try {
      const answer = answers.get(file) ?? (await this.#ask(file));
      if (this.#disposed) return;
      if (answers.size >= mostAnswers) answers.clear();
      answers.set(file, answer);
      if (frontFile() === file) this.#draw(file, answer);
    } catch (error) {
      this.#log.error(`whose a file is cannot be said: ${errorMessage(error)}`);
    }
  }

  async #ask(file: string): Promise<FileAnswer> {
    const owners = await this.#owners.of(file);
    const { sessions } = owners.length > 0 ? { sessions: [] } : await this.#service.files.writersOf(file);
    return { owners, sessions };
  }

  #draw(file: string | undefined, answer: FileAnswer | undefined): void {
    this.#drawn = file;
    if (!this.#settings.showWriters.value || file === undefined || answer === undefined) return this.#item.hide();
    const { owners, sessions } = answer;
    const titleOf = (id: SessionId) => this.#service.rows.get(id)?.title;
    const ownerWords = ownersStatus(owners);
    const words = ownerWords ?? writersStatus(sessions);
    if (words === undefined) return this.#item.hide();
    const isOwned = ownerWords !== undefined;
    const facts = isOwned
      ? ownerFacts(owners, titleOf, os.homedir())
      : writerFacts(sessions, titleOf, Date.now(), os.homedir());
    this.#item.text = `$(comment-discussion) ${statusText(words)}`;
    this.#item.tooltip = factsTooltip(undefined, facts);
    const label = isOwned ? ownersAccessibleLabel(owners) : writersAccessibleLabel(sessions);
    this.#item.accessibilityInformation = { label: labelText(label) };
    this.#item.command = {
      command: isOwned ? commands.revealOwningSession : commands.whichSession,
      title: isOwned ? t('Reveal Owning Session') : t('Which Session Wrote This?'),
      arguments: [vscode.Uri.file(file)],
    };
    this.#item.show();
  }
}
