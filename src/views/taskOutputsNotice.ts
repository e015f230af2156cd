/** Tells that outputs of background tasks take much room: above the size in the settings, and again at its double. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorMessage } from '../core/text/errorText.ts';
import { commands, settings as ids } from '../host/contributions.ts';
import type { Log } from '../host/log.ts';
import type { Settings } from '../host/settings.ts';
import { messageText } from '../host/surfaces.ts';
import { taskOutputsSentence } from '../presentation/taskOutputWords.ts';
import type { SessionService } from '../service/sessionService.ts';
import { sayQuietly } from './quietNotice.ts';

/** Bytes that were told last, on this machine. */
const toldKey = 'taskOutputsTold';
const clean = t('Clean…');

export class TaskOutputsNotice implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #settings: Settings;
  readonly #state: vscode.Memento;
  readonly #log: Log;
  readonly #subscription: vscode.Disposable;
  #isDone = false;

  constructor(service: SessionService, settings: Settings, state: vscode.Memento, log: Log) {
    this.#service = service;
    this.#settings = settings;
    this.#state = state;
    this.#log = log;
    this.#subscription = service.onDidChangeStatus(() => void this.#look());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Once a window, when the index is ready. */
  async #look(): Promise<void> {
    const limit = this.#settings.taskOutputsWarning.value;
    if (this.#isDone || limit === undefined || this.#service.status.phase !== 'ready') return;
    this.#isDone = true;
    try {
      const bytes = await this.#service.scratch.taskOutputBytes();
      const told = this.#state.get<number>(toldKey, 0);
      // After a cleaning it begins anew.
      if (bytes <= limit && told > 0) await this.#state.update(toldKey, undefined);
      if (bytes <= limit || bytes < 2 * told) return;
      await this.#state.update(toldKey, bytes);
      await this.#say(bytes);
    } catch (error) {
      this.#log.warn(`task outputs cannot be measured: ${errorMessage(error)}`);
    }
  }

  async #say(bytes: number): Promise<void> {
    const actions = vscode.workspace.isTrusted ? [clean] : [];
    const answer = await sayQuietly(messageText(taskOutputsSentence(bytes)), actions, ids.taskOutputsWarning);
    if (answer === clean) await vscode.commands.executeCommand(commands.cleanTaskOutputs);
  }
}
