/** The Sessions view: its tree, and what it says above and instead of the tree. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, type SurfaceText } from '../../host/surfaces.ts';
import { contextKeys, views } from '../../host/contributions.ts';
import { formatNumber, joinParts } from '../../core/text/format.ts';
import type { SessionId } from '../../core/model.ts';
import { filterWords } from '../../presentation/sessionFilter.ts';
import { emptySentence } from '../../presentation/emptyView.ts';
import type { HeadingNode, ShowMoreNode, TreeNode } from '../../presentation/treeNodes.ts';
import { isWithoutSessions, type IndexStatus, type SessionService } from '../../service/sessionService.ts';
import type { ContextKeys } from './contextKeys.ts';
import type { TreeViews } from '../treeViews.ts';
import { onDidSelectOther } from './otherSelection.ts';
import { revealSteadily } from './revealSteadily.ts';
import type { SessionsTreeDataProvider } from './sessionsTreeDataProvider.ts';
import type { ViewScope } from './viewScope.ts';

/** Milliseconds: indexing that is over sooner leaves no trace in the view. */
const quietTime = 400;
/** Milliseconds between two messages: each puts off what VS Code shows of changed rows. */
const messageSpacing = 1000;

const pollingMessage = t('Some folders are not watched. Changes there show after a few seconds.');

export class SessionsView implements vscode.Disposable {
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #provider: SessionsTreeDataProvider;
  readonly #keys: ContextKeys;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscription: vscode.Disposable;
  #isProgressShown = false;
  #progressTimer: NodeJS.Timeout | undefined;
  #nextMessage = 0;
  #whyEmpty: SurfaceText<'label'> | undefined;

  constructor(
    service: SessionService,
    scope: ViewScope,
    provider: SessionsTreeDataProvider,
    trees: TreeViews,
    keys: ContextKeys,
  ) {
    this.#service = service;
    this.#scope = scope;
    this.#provider = provider;
    this.#keys = keys;
    this.#view = trees.create(views.sessions, {
      treeDataProvider: provider,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#subscription = vscode.Disposable.from(
      this.#view.onDidChangeVisibility(({ visible }) => provider.setVisible(visible)),
      this.#view.onDidCollapseElement(({ element }) => provider.collapsed(element)),
      scope.onDidChange(() => this.#showScope()),
      service.onDidChange(() => this.#showWhetherEmpty()),
      service.onDidChangeStatus((status) => this.#showStatus(status)),
    );
    provider.setVisible(this.#view.visible);
    this.#showScope();
    this.#showWhetherEmpty();
    this.#showStatus(service.status);
  }

  get onDidChangeVisibility(): vscode.Event<vscode.TreeViewVisibilityChangeEvent> {
    return this.#view.onDidChangeVisibility;
  }

  get badge(): vscode.ViewBadge | undefined {
    return this.#view.badge;
  }

  set badge(badge: vscode.ViewBadge | undefined) {
    this.#view.badge = badge;
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** The node that a command was given; the selected one when it was given none and the tree is in sight. */
  nodeOf(argument: unknown): TreeNode | undefined {
    if (argument !== undefined) return this.#provider.nodeOf(argument);
    return this.#view.visible ? this.#view.selection[0] : undefined;
  }

  /** The sessions below a heading of the tree. */
  sessionIdsIn(heading: HeadingNode): readonly SessionId[] {
    return this.#provider.sessionIdsIn(heading);
  }

  /** How many sessions the tree has, and how many without the filter. */
  get counts(): { readonly shown: number; readonly all: number } {
    return { shown: this.#provider.size, all: this.#provider.sizeWithoutFilter };
  }

  showMore(node: ShowMoreNode): void {
    this.#provider.showMore(node);
  }

  /** Orders the sessions anew and asks for all of them again. */
  refresh(): void {
    this.#provider.refresh();
  }

  /** Selects a session in the tree and opens it up; widens what is shown when the session lies outside. */
  async reveal(id: SessionId): Promise<void> {
    if (!this.#provider.sessionNode(id) && this.#scope.isFiltered) this.#scope.clearFilter();
    const row = this.#service.rows.get(id);
    if (row && this.#scope.value.hiddenReason?.(row) !== undefined) this.#scope.setShowHidden(true);
    if (!this.#provider.sessionNode(id)) this.#scope.setAllProjects(true);
    await revealSteadily(this.#view, {
      node: () => this.#provider.sessionNode(id),
      isIt: (node) => node.kind === 'session' && node.sessionId === id,
      isSame: isOfOneSession,
    });
  }

  /** Calls `listener` with the selected rows each time that rows of other sessions are selected. */
  onDidSelectOther(listener: (selection: readonly TreeNode[]) => void): vscode.Disposable {
    return onDidSelectOther(this.#view, isOfOneSession, listener);
  }

  /**
   * Selects a session where a shown page of the tree lists it; focus, scope and rows stay as they are. Does nothing
   * where its row, or one below it, is selected. Returns whether it is selected, or a person selected something else
   * meanwhile.
   */
  async select(id: SessionId): Promise<boolean> {
    const isOfIt = (node: TreeNode): boolean => isOfSession(node, id);
    if (this.#view.selection.some(isOfIt)) return true;
    // A view out of sight would come to the front.
    const node = (): TreeNode | undefined => (this.#view.visible ? this.#provider.listedNode(id) : undefined);
    return revealSteadily(this.#view, { node, isIt: isOfIt, isSame: isOfOneSession }, { focus: false });
  }

  dispose(): void {
    this.#endProgress();
    this.#subscription.dispose();
  }

  #showScope(): void {
    this.#showFilter();
    this.#keys.set(contextKeys.allProjects, this.#scope.value.allProjects);
    this.#keys.set(contextKeys.filtered, this.#scope.isFiltered);
    this.#keys.set(contextKeys.hiddenShown, this.#scope.value.showHidden === true);
    this.#showMessage();
  }

  #showFilter(): void {
    const words = filterWords(this.#scope.value.filter);
    const { shown, all } = words === undefined ? { shown: 0, all: 0 } : this.counts;
    const description = words && labelText(joinParts(t('{0} of {1}', formatNumber(shown), formatNumber(all)), words));
    if (description !== this.#view.description) this.#view.description = description;
  }

  /** Asked each time that the view is found empty: the folder may have been made. */
  async #askWhyEmpty(): Promise<void> {
    if (!isWithoutSessions(this.#service)) return;
    const roots = await this.#service.rootConditions().catch(() => []);
    this.#whyEmpty = labelText(emptySentence(roots, os.homedir()));
    this.#showMessage();
  }

  #showWhetherEmpty(): void {
    this.#showFilter();
    this.#keys.set(contextKeys.hasSessions, this.#service.rows.size > 0);
    void this.#askWhyEmpty();
    this.#showMessage();
  }

  #showStatus({ phase }: IndexStatus): void {
    this.#keys.set(contextKeys.phase, phase);
    this.#showFilter();
    void this.#askWhyEmpty();
    if (phase !== 'indexing') this.#endProgress();
    else if (!this.#isProgressShown) this.#progressTimer ??= setTimeout(() => this.#beginProgress(), quietTime);
    this.#showMessage();
  }

  /** By a message alone: VS Code's own progress puts a badge on the view's icon, where waiting sessions are counted. */
  #beginProgress(): void {
    this.#progressTimer = undefined;
    this.#isProgressShown = true;
    this.#showMessage();
  }

  #endProgress(): void {
    clearTimeout(this.#progressTimer);
    this.#progressTimer = undefined;
    this.#isProgressShown = false;
  }

  #showMessage(): void {
    const message = this.#message();
    if (message === this.#view.message) return;
    const now = performance.now();
    if (this.#isProgressShown && now < this.#nextMessage) return;
    this.#nextMessage = now + messageSpacing;
    this.#view.message = message;
  }

  /** A view that has a message does not say why it is empty. */
  #message(): SurfaceText<'label'> | undefined {
    const { done, total, polling } = this.#service.status;
    if (this.#isProgressShown) {
      // On one line at a side bar's usual width: with a second one all rows would move.
      return labelText(
        total > 0 ? t('Reading logs: {0} of {1}', formatNumber(done), formatNumber(total)) : t('Reading logs…'),
      );
    }
    if (isWithoutSessions(this.#service)) return this.#whyEmpty;
    return polling && this.#provider.size > 0 ? labelText(pollingMessage) : undefined;
  }
}

/** Whether a node stands for a session, or below one. */
function isOfSession(node: TreeNode, id: SessionId): boolean {
  return 'sessionId' in node && node.sessionId === id;
}

function isOfOneSession(a: TreeNode, b: TreeNode): boolean {
  return 'sessionId' in a && isOfSession(b, a.sessionId);
}
