/** When the client will delete logs of sessions, where that is soon. Asked when the index is ready, then each hour. */
import * as vscode from 'vscode';
import { errorMessage } from '../core/text/errorText.ts';
import type { SessionId } from '../core/model.ts';
import type { Log } from '../host/log.ts';
import type { SessionService } from './sessionService.ts';

const hour = 3_600_000;

export class CleaningDates implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ReadonlySet<SessionId>>();
  /** Sessions whose time has changed or is gone; each hour all that have one, since less of it is left. */
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #log: Log;
  readonly #subscription: vscode.Disposable;
  readonly #timer: NodeJS.Timeout;
  #times: ReadonlyMap<SessionId, number> = new Map();
  #wasReady = false;

  constructor(service: SessionService, log: Log) {
    this.#service = service;
    this.#log = log;
    this.#timer = setInterval(() => void this.#ask(true), hour);
    this.#subscription = vscode.Disposable.from(
      service.onDidChangeStatus(({ phase }) => {
        if (phase === 'ready' && !this.#wasReady) void this.#ask();
        this.#wasReady = phase === 'ready';
      }),
      // A session that is resumed is written again, and stays.
      service.onDidChange(({ changed }) => {
        if ([...changed].some((id) => this.#times.has(id))) void this.#ask();
      }),
    );
  }

  /** Milliseconds since 1970; `undefined`: not within a week. */
  of(id: SessionId): number | undefined {
    return this.#times.get(id);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** `isLater`: an hour has passed, so that less time is left for all. */
  async #ask(isLater = false): Promise<void> {
    if (this.#service.status.phase !== 'ready') return;
    try {
      const before = this.#times;
      const now = (this.#times = await this.#service.cleanedSoon());
      const changed = [...before.keys(), ...now.keys()].filter((id) => isLater || before.get(id) !== now.get(id));
      if (changed.length > 0) this.#changed.fire(new Set(changed));
    } catch (error) {
      this.#log.warn(`when logs are cleaned cannot be asked: ${errorMessage(error)}`);
    }
  }
}
