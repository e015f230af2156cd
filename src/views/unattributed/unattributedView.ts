/** The Unattributed view: there only while there is something in it. */
import * as vscode from 'vscode';
import { contextKeys, views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ContextKeys } from '../sessions/contextKeys.ts';
import type { SessionsView } from '../sessions/sessionsView.ts';
import { UnattributedTreeDataProvider, type UnattributedNode } from './unattributedTreeDataProvider.ts';

/** Finding what has no session looks at every folder, so a busy log must not ask for it with each line. */
const restTime = 5_000;

export class UnattributedView implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #sessions: SessionsView;
  readonly #keys: ContextKeys;
  readonly #log: Log;
  readonly #provider = new UnattributedTreeDataProvider();
  readonly #view: vscode.TreeView<UnattributedNode>;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #stale = true;
  #asking = false;
  #answered = false;
  #disposed = false;

  constructor(service: SessionService, sessions: SessionsView, keys: ContextKeys, log: Log) {
    this.#service = service;
    this.#sessions = sessions;
    this.#keys = keys;
    this.#log = log;
    this.#view = vscode.window.createTreeView(views.unattributed, {
      treeDataProvider: this.#provider,
      showCollapseAll: true,
    });
    this.#subscription = vscode.Disposable.from(
      this.#view,
      this.#provider,
      service.onDidChange(() => this.#outdate()),
      service.onDidChangeStatus(() => this.#schedule(0)),
      sessions.onDidChangeVisibility(() => this.#schedule(0)),
      this.#view.onDidChangeVisibility(() => this.#schedule(0)),
    );
    this.#schedule(0);
  }

  /** The file or directory that a command was given from this view. */
  itemOf(argument: unknown): ReturnType<UnattributedTreeDataProvider['itemOf']> {
    return this.#provider.itemOf(argument);
  }

  /** Asks again at once. */
  async refresh(): Promise<void> {
    this.#stale = true;
    await this.#ask();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  /** Before the first answer, readiness asks for it. */
  #outdate(): void {
    this.#stale = true;
    if (this.#answered) this.#schedule(restTime);
  }

  #schedule(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, delay);
  }

  /** Nobody looks, nothing is asked; what changes meanwhile is found at the next look. */
  async #ask(): Promise<void> {
    const wanted = this.#sessions.visible || this.#view.visible;
    if (!this.#stale || this.#asking || !wanted || this.#service.status.phase !== 'ready') return;
    this.#stale = false;
    this.#asking = true;
    try {
      const items = await this.#service.unattributed();
      if (this.#disposed) return;
      this.#answered = true;
      this.#provider.items = items;
      this.#keys.set(contextKeys.hasUnattributed, items.length > 0);
    } catch (error) {
      this.#log.error(`unattributed items cannot be listed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#asking = false;
    }
    if (this.#stale) this.#schedule(restTime);
  }
}
