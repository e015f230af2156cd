/** The sessions that a file belongs to. The worker is asked once for all that show it, until a log changes. */
import type * as vscode from 'vscode';
import type { Owner } from './fileRequests.ts';
import type { SessionService } from './sessionService.ts';

/** Files whose owners are kept. */
const mostFiles = 100;

export class FileOwners implements vscode.Disposable {
  readonly #service: Pick<SessionService, 'files'>;
  readonly #subscription: vscode.Disposable;
  readonly #asked = new Map<string, Promise<readonly Owner[]>>();

  constructor(service: Pick<SessionService, 'files' | 'onDidChange'>) {
    this.#service = service;
    this.#subscription = service.onDidChange(() => this.#asked.clear());
  }

  /** The sessions that a file (absolute path) belongs to; rejects while no worker answers. */
  of(file: string): Promise<readonly Owner[]> {
    const known = this.#asked.get(file);
    if (known !== undefined) return known;
    if (this.#asked.size >= mostFiles) this.#asked.clear();
    const asked = this.#service.files.ownersOfFile(file);
    this.#asked.set(file, asked);
    asked.catch(() => this.#asked.get(file) === asked && this.#asked.delete(file));
    return asked;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
