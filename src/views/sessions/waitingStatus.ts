/** Sessions that wait for a person: a status bar item that leads there, and a notification if the settings say so. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SessionId, SessionRow } from '../../core/model.ts';
import { errorMessage } from '../../core/text/errorText.ts';
import { formatPlural } from '../../core/text/format.ts';
import { commands, settings as settingIds } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import { labelText, messageText, statusText } from '../../host/surfaces.ts';
import { waitingFacts, waitingSentence, waitingStatus } from '../../presentation/waitingSessions.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { sayQuietly } from '../quietNotice.ts';
import { factsTooltip } from './tooltips.ts';
import type { WaitingSessions } from './waitingSessions.ts';

const goToTerminal = t('Go to Terminal');
const reveal = t('Reveal Session');

export class WaitingStatus implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #waiting: WaitingSessions;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #item = vscode.window.createStatusBarItem('sessionScope.waiting', vscode.StatusBarAlignment.Left, 20);
  readonly #subscription: vscode.Disposable;
  /** Sessions that waited at the last look. `undefined` until the sessions are read: what waited before is no news. */
  #told: ReadonlySet<SessionId> | undefined;

  constructor(service: SessionService, waiting: WaitingSessions, settings: Settings, log: Log) {
    this.#service = service;
    this.#waiting = waiting;
    this.#settings = settings;
    this.#log = log;
    this.#item.name = t('Waiting Sessions');
    this.#item.command = commands.goToWaitingSession;
    const show = (): void => this.#show();
    this.#subscription = vscode.Disposable.from(this.#item, waiting.onDidChange(show), service.onDidChangeStatus(show));
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #show(): void {
    const waiting = this.#waiting.shown;
    if (this.#service.status.phase === 'ready') this.#tell(waiting);
    if (waiting.length === 0) return this.#item.hide();
    this.#item.text = `$(bell-dot) ${statusText(waitingStatus(waiting))}`;
    this.#item.tooltip = factsTooltip(undefined, waitingFacts(waiting));
    this.#item.accessibilityInformation = {
      label: labelText(formatPlural(waiting.length, t('1 session waits for you'), t('{0} sessions wait for you'))),
    };
    this.#item.show();
  }

  /** Tells once of each session of the scope that begins to wait. One that the scope now lets through began before. */
  #tell(waiting: readonly SessionRow[]): void {
    const told = this.#told;
    this.#told = new Set(this.#waiting.everywhere.map(({ sessionId }) => sessionId));
    if (told === undefined || !this.#settings.waitingNotification.value) return;
    for (const row of waiting) {
      if (told.has(row.sessionId)) continue;
      this.#notify(row).catch((error: unknown) => this.#log.error(`a waiting session: ${errorMessage(error)}`));
    }
  }

  async #notify(row: SessionRow): Promise<void> {
    const sentence = messageText(waitingSentence(row));
    const answer = await sayQuietly(sentence, [goToTerminal, reveal], settingIds.waitingNotification);
    if (answer === goToTerminal) await vscode.commands.executeCommand(commands.goToTerminal, row.sessionId);
    if (answer === reveal) await vscode.commands.executeCommand(commands.revealSession, row.sessionId);
  }
}
