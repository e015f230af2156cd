/** The Unattributed view: there only while there is something in it. */
import * as vscode from 'vscode';
import { Throttle } from '../../core/throttle.ts';
import { contextKeys, views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ContextKeys } from '../sessions/contextKeys.ts';
import type { SessionsView } from '../sessions/sessionsView.ts';
import type { TreeViews } from '../treeViews.ts';
import { UnattributedTreeDataProvider, type UnattributedNode } from './unattributedTreeDataProvider.ts';
import { errorMessage } from '../../core/text/errorText.ts';

/** Milliseconds between two listings: each looks at every folder, and a busy log changes with every line. */
const restTime = 5_000;

export class UnattributedView implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #sessions: SessionsView;
  readonly #keys: ContextKeys;
  readonly #log: Log;
  readonly #provider = new UnattributedTreeDataProvider();
  readonly #view: vscode.TreeView<UnattributedNode>;
  readonly #subscription: vscode.Disposable;
  readonly #throttle = new Throttle(() => void this.#list());
  #stale = true;
  #listing: Promise<void> | undefined;
  #isListed = false;
  #disposed = false;

  constructor(service: SessionService, sessions: SessionsView, trees: TreeViews, keys: ContextKeys, log: Log) {
    this.#service = service;
    this.#sessions = sessions;
    this.#keys = keys;
    this.#log = log;
    this.#view = trees.create(views.unattributed, {
      treeDataProvider: this.#provider,
      showCollapseAll: true,
    });
    this.#subscription = vscode.Disposable.from(
      this.#provider,
      service.onDidChange(() => this.#outdate()),
      service.onDidChangeStatus(() => this.#throttle.schedule()),
      sessions.onDidChangeVisibility(() => this.#throttle.schedule()),
      this.#view.onDidChangeVisibility(() => this.#throttle.schedule()),
    );
    this.#throttle.schedule();
  }

  /** The file or directory that a command was given from this view. */
  itemOf(argument: unknown): ReturnType<UnattributedTreeDataProvider['itemOf']> {
    return this.#provider.itemOf(argument);
  }

  /** Lists anew at once; resolved when what was there at this call is shown. */
  async refresh(): Promise<void> {
    this.#stale = true;
    // A listing under way may have passed what has changed meanwhile.
    await this.#listing;
    await this.#list();
  }

  dispose(): void {
    this.#disposed = true;
    this.#throttle.cancel();
    this.#subscription.dispose();
  }

  /** The first listing is asked for by the index when it is ready. */
  #outdate(): void {
    this.#stale = true;
    if (this.#isListed) this.#throttle.schedule(restTime);
  }

  /** A hidden view lists nothing; what changes meanwhile is found at the next look. */
  async #list(): Promise<void> {
    const wanted = this.#sessions.visible || this.#view.visible;
    if (!this.#stale || this.#listing !== undefined || !wanted || this.#service.status.phase !== 'ready') return;
    this.#stale = false;
    this.#listing = this.#showItems().finally(() => (this.#listing = undefined));
    await this.#listing;
    if (this.#stale && !this.#disposed) this.#throttle.schedule(restTime);
  }

  async #showItems(): Promise<void> {
    try {
      const items = await this.#service.unattributed();
      if (this.#disposed) return;
      this.#isListed = true;
      this.#provider.items = items;
      this.#keys.set(contextKeys.hasUnattributed, items.length > 0);
    } catch (error) {
      this.#log.error(`unattributed items cannot be listed: ${errorMessage(error)}`);
    }
  }
}
