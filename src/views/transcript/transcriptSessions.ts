/**
 * What transcripts know of the sessions. They outlive the service that knows: it is made anew when the data roots
 * change.
 */
import * as vscode from 'vscode';
import type { SessionDetails, SessionId, SessionRow } from '../../core/model.ts';
import type { SessionChange, SessionService } from '../../service/sessionService.ts';

export type KnownSessions = Pick<SessionService, 'rows' | 'details' | 'onDidChange'>;

export class TranscriptSessions implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.#changed.event;
  #known: KnownSessions | undefined;
  #subscription: vscode.Disposable | undefined;

  /** From now on these are asked. */
  use(known: KnownSessions): void {
    this.#subscription?.dispose();
    this.#known = known;
    this.#subscription = known.onDidChange((change) => this.#changed.fire(change));
  }

  row(id: SessionId): SessionRow | undefined {
    return this.#known?.rows.get(id);
  }

  /** A service that ended or failed knows nothing: a transcript is read from its log and then lacks names alone. */
  async details(id: SessionId): Promise<SessionDetails | undefined> {
    try {
      return await this.#known?.details(id);
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }
}
