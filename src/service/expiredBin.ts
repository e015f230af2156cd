/** Deletes what has been in the bin too long: only where the person has set that this happens by itself. */
import * as vscode from 'vscode';
import type { Log } from '../host/log.ts';
import { expiredEntries } from './scratchService.ts';
import type { SessionService } from './sessionService.ts';
import type { Settings } from '../host/settings.ts';
import { errorMessage } from '../core/text/errorText.ts';

export class ExpiredBin implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #subscription: vscode.Disposable;
  #isDone = false;

  constructor(service: SessionService, settings: Settings, log: Log) {
    this.#service = service;
    this.#settings = settings;
    this.#log = log;
    const lookAnew = (): void => {
      this.#isDone = false;
      void this.#empty();
    };
    this.#subscription = vscode.Disposable.from(
      service.onDidChangeStatus(() => void this.#empty()),
      settings.emptyBinAutomatically.onDidChange(lookAnew),
      settings.binAge.onDidChange(lookAnew),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Once a window, when the index is ready and with it all working trees. */
  async #empty(): Promise<void> {
    const { emptyBinAutomatically, binAge } = this.#settings;
    if (this.#isDone || !emptyBinAutomatically.value || !vscode.workspace.isTrusted) return;
    if (this.#service.status.phase !== 'ready') return;
    this.#isDone = true;
    try {
      const { entries, unread } = await this.#service.scratch.listBin('all');
      for (const place of unread) this.#log.warn(`The bin cannot be read: ${place}`);
      const expired = expiredEntries(entries, Date.now(), binAge.value);
      // The person may have changed their mind while the bin was read.
      if (expired.length === 0 || !emptyBinAutomatically.value) return;
      const { deleted, incomplete } = await this.#service.scratch.emptyBin(expired);
      for (const { entry } of deleted) this.#log.info(`Deleted from the bin, as set: ${entry}`);
      for (const { removed, reason } of incomplete)
        this.#log.warn(`Not deleted from the bin, or not all of it: ${removed.entry} (${reason})`);
    } catch (error) {
      this.#log.error(`the bin cannot be emptied: ${errorMessage(error)}`);
    }
  }
}
