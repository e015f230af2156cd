/** The Plans view: it lists only while it is shown. */
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { Throttle } from '../../core/throttle.ts';
import type { SessionId } from '../../core/model.ts';
import { views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import { sessionsOfScope } from '../../presentation/sessionTree.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ViewScope } from '../sessions/viewScope.ts';
import type { TreeViews } from '../treeViews.ts';
import { PlansTreeDataProvider, type ListedPlan, type PlansNode } from './plansTreeDataProvider.ts';

/** Milliseconds between two listings: each reads the plans, and a busy log changes with every line. */
const restTime = 2_000;

export class PlansView implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #log: Log;
  readonly #provider: PlansTreeDataProvider;
  readonly #view: vscode.TreeView<PlansNode>;
  readonly #subscription: vscode.Disposable;
  readonly #throttle = new Throttle(() => void this.#list());

  constructor(service: SessionService, scope: ViewScope, trees: TreeViews, log: Log) {
    this.#service = service;
    this.#scope = scope;
    this.#log = log;
    this.#provider = new PlansTreeDataProvider(service.rows);
    this.#view = trees.create(views.plans, { treeDataProvider: this.#provider, canSelectMany: true });
    const outdated = (): void => this.#throttle.schedule(restTime);
    this.#subscription = vscode.Disposable.from(
      this.#provider,
      service.onDidChange(outdated),
      scope.onDidChange(() => this.#throttle.schedule()),
      this.#view.onDidChangeVisibility(() => this.#throttle.schedule()),
    );
    this.#throttle.schedule();
  }

  /** The plan of a row that a command was given. */
  planOf(argument: unknown): ListedPlan | undefined {
    const node = this.#provider.nodeOf(argument);
    return node?.kind === 'plan' ? { sessionId: node.sessionId, plan: node.plan } : undefined;
  }

  /** The session of a row that a command was given. */
  ownerOf(argument: unknown): SessionId | undefined {
    const node = this.#provider.nodeOf(argument);
    return node?.kind === 'owner' ? node.sessionId : undefined;
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#subscription.dispose();
  }

  async #list(): Promise<void> {
    if (!this.#view.visible) return;
    try {
      const { plans, isAll } = await this.#service.listedPlans(sessionsOfScope(this.#service.rows, this.#scope.value));
      this.#provider.show(plans, isAll);
    } catch (error) {
      this.#log.error(`plans cannot be listed: ${errorMessage(error)}`);
    }
  }
}
