/** The sessions as a tree: asks the service and hands out nodes. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SessionDetails, SessionId } from '../../core/model.ts';
import { collisionFacts, collisionMark } from '../../presentation/collisionWords.ts';
import { emptyRows } from '../../presentation/emptyView.ts';
import { SessionTree } from '../../presentation/sessionTree.ts';
import { childrenOfSession, note } from '../../presentation/sessionNodes.ts';
import type { HeadingNode, ShowMoreNode, SessionNode, TreeNode } from '../../presentation/treeNodes.ts';
import type { Log } from '../../host/log.ts';
import { CleaningDates } from '../../service/cleaningDates.ts';
import type { FileCollisions } from '../../service/liveCollisions.ts';
import { isWithoutSessions, type SessionService } from '../../service/sessionService.ts';
import type { Settings } from '../../host/settings.ts';
import { FileRows } from '../files/fileRows.ts';
import { Latest } from './latest.ts';
import { RowUpdates } from './rowUpdates.ts';
import { ScratchFiles } from './scratchFiles.ts';
import { tooltip } from './tooltips.ts';
import { treeItem } from './treeItems.ts';
import type { ViewScope } from './viewScope.ts';
import { errorMessage } from '../../core/text/errorText.ts';

export class SessionsTreeDataProvider implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #settings: Settings;
  readonly #collisions: FileCollisions;
  readonly #log: Log;
  readonly #tree: SessionTree;
  readonly #scratchFiles: ScratchFiles;
  readonly #files: FileRows;
  #wasWithoutSessions = false;
  readonly #cleaning: CleaningDates;
  readonly #details = new Latest<SessionId, SessionDetails | undefined>();
  readonly #handedOut = new WeakSet<object>();
  readonly #updates: RowUpdates;
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, scope: ViewScope, settings: Settings, collisions: FileCollisions, log: Log) {
    this.#collisions = collisions;
    this.#service = service;
    this.#scope = scope;
    this.#settings = settings;
    this.#log = log;
    this.#tree = new SessionTree(service.rows, scope.value);
    this.#scratchFiles = new ScratchFiles(service.scratch);
    this.#files = new FileRows(service, log);
    this.#cleaning = new CleaningDates(service, log);
    this.#updates = new RowUpdates(this.#tree, {
      itemOf: (node) => this.#itemOf(node),
      isIndexing: () => service.status.phase === 'indexing',
      emit: (nodes) => this.#changed.fire(nodes),
    });
    this.#subscription = vscode.Disposable.from(
      service.onDidChange(({ changed, removed }) => this.#updates.collect(changed, removed)),
      collisions.onDidChange((ids) => this.#updates.collect(ids, new Set())),
      this.#cleaning,
      this.#cleaning.onDidChange((ids) => this.#updates.collect(ids, new Set())),
      service.onDidChangeStatus(() => {
        this.#updates.settle();
        const isWithout = isWithoutSessions(service);
        if (isWithout !== this.#wasWithoutSessions) this.#updates.emit(undefined);
        this.#wasWithoutSessions = isWithout;
      }),
      scope.onDidChange((value) => {
        this.#tree.show(value);
        // At the start an event would make the first rows wait until the pause after it is over.
        if (service.rows.size > 0) this.#updates.emit(undefined);
      }),
      settings.showInternalAgents.onDidChange(() => this.#updates.emit(undefined)),
      settings.openTranscriptOnClick.onDidChange(() => this.#updates.emit(undefined)),
    );
  }

  /** How many sessions the scope lets through. */
  get size(): number {
    return this.#tree.size;
  }

  /** How many it would let through without the filter. */
  get sizeWithoutFilter(): number {
    return this.#tree.sizeWithoutFilter;
  }

  /** A hidden view fires no events; what it missed is fired when it is shown. */
  setVisible(visible: boolean): void {
    this.#updates.setVisible(visible);
  }

  /** Orders anew and asks for everything again. */
  refresh(): void {
    this.#updates.refresh();
  }

  showMore(node: ShowMoreNode): void {
    const { parent } = node;
    if (parent?.kind === 'scratchDirectory' || parent?.kind === 'scratchEntry') this.#scratchFiles.showMore(parent);
    else if (parent?.kind === 'files') this.#files.showMore(parent);
    else this.#tree.showMore(node);
    this.#updates.emit(parent && [parent]);
  }

  /** The node of a session, for `TreeView.reveal`; `undefined` when the scope leaves it out. */
  sessionNode(id: SessionId): SessionNode | undefined {
    const found = this.#tree.reveal(id);
    if (found?.paged) this.#updates.emit(found.node.parent && [found.node.parent]);
    return found?.node;
  }

  /** The node of a session that the tree lists on a page that is shown. */
  listedNode(id: SessionId): SessionNode | undefined {
    return this.#tree.listed(id);
  }

  /** The sessions below a heading, those of later pages too. */
  sessionIdsIn(heading: HeadingNode): readonly SessionId[] {
    return this.#tree.sessionIdsIn(heading);
  }

  /** The node that a command was given; `undefined` for anything that this tree did not hand out. */
  nodeOf(argument: unknown): TreeNode | undefined {
    return typeof argument === 'object' && argument !== null && this.#handedOut.has(argument)
      ? (argument as TreeNode)
      : undefined;
  }

  /** A row is closed: what stands under it is not seen any more. */
  collapsed(node: TreeNode): void {
    if (node.kind === 'session') this.#updates.closed(node.sessionId);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#handedOut.add(node);
    const item = this.#itemOf(node);
    if (node.kind === 'session') this.#updates.shown(node.sessionId, item);
    return item;
  }

  #itemOf(node: TreeNode): vscode.TreeItem {
    return treeItem(node, {
      row: (id) => this.#service.rows.get(id),
      sessionsIn: (heading) => this.#tree.sessionsIn(heading),
      placesOf: (row) => this.#scope.placesOf(row),
      isPinned: (id) => this.#scope.isPinned(id),
      isHidden: (id) => this.#scope.isHidden(id),
      opensTranscripts: this.#settings.openTranscriptOnClick.value,
      cleanedAt: (id) => this.#cleaning.of(id),
      collisionOf: (id) => collisionMark(id, this.#collisions.value),
      now: Date.now(),
    });
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return isWithoutSessions(this.#service) ? [...emptyRows] : this.#tree.roots();
      case 'project':
      case 'section':
        return this.#tree.children(node);
      case 'group':
      case 'extraFolder':
      case 'workflow':
      case 'agentLog':
        return this.#tree.children(node);
      case 'session':
        this.#updates.opened(node.sessionId);
        return this.#childrenOfSession(node);
      case 'scratchDirectory':
        return this.#scratchFiles.children(node);
      case 'scratchEntry':
        return node.entry.type === 'folder' ? this.#scratchFiles.children(node) : [];
      case 'files':
        return this.#files.children(node);
      case 'plan':
      case 'related':
      case 'agentPlan':
      case 'changedFile':
      case 'workflowFile':
      case 'extraFile':
      case 'log':
      case 'note':
      case 'hidden':
      case 'more':
        return [];
    }
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: TreeNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const [details, prompts] =
      node.kind === 'session'
        ? await Promise.all([this.#service.details(node.sessionId, token), this.#promptsOf(node.sessionId)])
        : [];
    const titleOf = (id: SessionId): string | undefined => this.#service.rows.get(id)?.title;
    const more = node.kind === 'session' ? collisionFacts(node.sessionId, this.#collisions.value, titleOf) : [];
    item.tooltip = tooltip(node, details, titleOf, more, prompts);
    return item;
  }

  /** None where they cannot be read: the hover has more to say. */
  async #promptsOf(id: SessionId): Promise<readonly string[]> {
    try {
      return (await this.#service.promptsOf([id])).get(id) ?? [];
    } catch (error) {
      this.#log.error(`the prompts of session ${id} cannot be read: ${errorMessage(error)}`);
      return [];
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#updates.dispose();
    this.#changed.dispose();
  }

  async #childrenOfSession(node: SessionNode): Promise<TreeNode[]> {
    try {
      const details = await this.#details.request(node.sessionId, () => this.#service.details(node.sessionId));
      if (!details) return [note(node, t('Nothing of this session is left on disk.'))];
      return childrenOfSession(node, details, { showInternalAgents: this.#settings.showInternalAgents.value });
    } catch (error) {
      this.#log.error(`session ${node.sessionId} cannot be read: ${errorMessage(error)}`);
      return [note(node, t('This session cannot be read. The log channel says why.'))];
    }
  }
}
