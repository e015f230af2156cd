/**
 * The sessions as transcripts see them. Transcripts outlive the service, which is made anew when the data roots change.
 */
import * as vscode from 'vscode';
import type { SessionDetails, SessionId, SessionRow } from '../../core/model.ts';
import type { SessionChange, SessionService } from '../../service/sessionService.ts';

export type SessionSource = Pick<SessionService, 'rows' | 'details' | 'reachableFile' | 'onDidChange'>;

export class TranscriptSessions implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.#changed.event;
  #source: SessionSource | undefined;
  #subscription: vscode.Disposable | undefined;

  /** Asks these from now on. */
  use(source: SessionSource): void {
    this.#subscription?.dispose();
    this.#source = source;
    this.#subscription = source.onDidChange((change) => this.#changed.fire(change));
  }

  row(id: SessionId): SessionRow | undefined {
    return this.#source?.rows.get(id);
  }

  /**
   * `undefined` also from a service that ended or failed: a transcript is read from its log and then only lacks names.
   */
  async details(id: SessionId): Promise<SessionDetails | undefined> {
    try {
      return await this.#source?.details(id);
    } catch {
      return undefined;
    }
  }

  /** `undefined` also from a service that ended or failed. */
  async reachableFile(files: readonly string[], folders: readonly string[]): Promise<string | undefined> {
    try {
      return await this.#source?.reachableFile(files, folders);
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }
}
