/** The sessions that wait for a person, followed by what changes: not all rows are gone through each time. */
import * as vscode from 'vscode';
import type { SessionRow } from '../../core/model.ts';
import { waitingSessions } from '../../presentation/waitingSessions.ts';
import { LiveSessions } from '../../service/liveSessions.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ViewScope } from './viewScope.ts';

export class WaitingSessions implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Others wait, the same have changed, or the scope has. */
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #waiting = new LiveSessions(({ state }) => state === 'waiting');
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, scope: ViewScope) {
    this.#service = service;
    this.#scope = scope;
    this.#waiting.follow({ changed: new Set(service.rows.keys()), removed: new Set() }, service.rows);
    this.#subscription = vscode.Disposable.from(
      service.onDidChange((change) => {
        if (this.#waiting.follow(change, service.rows)) this.#changed.fire();
      }),
      scope.onDidChange(() => this.#changed.fire()),
    );
  }

  /** In all projects. */
  get everywhere(): SessionRow[] {
    return [...this.#waiting.ids].flatMap((id) => this.#service.rows.get(id) ?? []);
  }

  /** In those that are shown. */
  get shown(): SessionRow[] {
    return waitingSessions(this.everywhere, this.#scope.value);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
