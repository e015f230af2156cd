/** Plan files that two live sessions may write, as of the last look; it looks when live sessions change. */
import * as vscode from 'vscode';
import type { PlanCollision } from '../core/model.ts';
import { errorMessage } from '../core/text/errorText.ts';
import { Throttle } from '../core/throttle.ts';
import type { Log } from '../host/log.ts';
import { LiveSessions } from './liveSessions.ts';
import type { SessionService } from './sessionService.ts';

/** Milliseconds: rows change with each entry, plans seldom. */
const pause = 2000;

export class PlanCollisions implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly PlanCollision[]>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #log: Log;
  readonly #throttle = new Throttle(() => void this.#look());
  readonly #subscription: vscode.Disposable;
  readonly #live = new LiveSessions();
  #value: readonly PlanCollision[] = [];

  constructor(service: SessionService, log: Log) {
    this.#service = service;
    this.#log = log;
    this.#subscription = service.onDidChange((change) => {
      const isTold = this.#live.follow(change, service.rows);
      if (isTold && (this.#live.size > 1 || this.#value.length > 0)) this.#throttle.schedule(pause);
    });
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #look(): Promise<void> {
    try {
      const now = await this.#service.planCollisions();
      if (JSON.stringify(now) === JSON.stringify(this.#value)) return;
      this.#value = now;
      this.#changed.fire(now);
    } catch (error) {
      this.#log.debug(`plans of live sessions were not compared: ${errorMessage(error)}`);
    }
  }
}
