/** The sessions as a tree: asks the service, hands out nodes, and says which of them changed. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SessionDetails, SessionId } from '../core/model.ts';
import { SessionTree } from '../core/tree.ts';
import { childrenOfSession, note, type MoreNode, type SessionNode, type TreeNode } from '../core/treeNodes.ts';
import type { Log } from '../log.ts';
import type { SessionService } from '../sessionService.ts';
import type { Settings } from '../settings.ts';
import { Latest } from './latest.ts';
import { ScratchFiles } from './scratchFiles.ts';
import { tooltip } from './tooltips.ts';
import { treeItem } from './treeItems.ts';
import type { ViewScope } from './viewScope.ts';

/**
 * Milliseconds between two events. VS Code passes an event on at once and then waits until there has been none for 200 ms:
 * with less time between them a session that writes steadily would not be seen to change.
 */
const eventSpacing = 220;
/**
 * The same for sessions that are closed and whose rows say what they said before: only their hovers are out of date. VS Code
 * keeps something of every item that it was ever given, as long as the view lives.
 */
const unseenSpacing = 5_000;
/** The same while logs are read that nobody waits for, once there is something to see: the order is to rest in between. */
const settlingSpacing = 1_000;
/** Ages are shown by the minute. */
const ageTime = 60_000;

export class SessionsTreeDataProvider implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changedNodes = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changedNodes.event;
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #tree: SessionTree;
  readonly #scratchFiles: ScratchFiles;
  readonly #details = new Latest<SessionId, SessionDetails | undefined>();
  readonly #handedOut = new WeakSet<object>();
  readonly #subscription: vscode.Disposable;
  readonly #pending = new Set<SessionId>();
  /** Changed sessions whose rows need not be drawn again soon. */
  readonly #unseen = new Set<SessionId>();
  /** Sessions whose children were asked for and that were not collapsed since. */
  readonly #opened = new Set<SessionId>();
  /** What the rows of sessions say. */
  readonly #shownTexts = new Map<SessionId, string>();
  #timer: NodeJS.Timeout | undefined;
  #unseenTimer: NodeJS.Timeout | undefined;
  /** As `performance.now()` counts. */
  #nextEvent = 0;
  #nextUnseen = 0;
  #ageTimer: NodeJS.Timeout | undefined;
  #agesOf = Date.now();
  #visible = false;
  #missed = false;
  /** First rows are shown, and more are being read. */
  #isSettling = false;

  constructor(service: SessionService, scope: ViewScope, settings: Settings, log: Log) {
    this.#service = service;
    this.#scope = scope;
    this.#settings = settings;
    this.#log = log;
    this.#tree = new SessionTree(service.rows, scope.value);
    this.#scratchFiles = new ScratchFiles(service.scratch);
    this.#subscription = vscode.Disposable.from(
      service.onDidChange(({ changed, removed }) => this.#collect(changed, removed)),
      service.onDidChangeStatus(({ phase }) => {
        if (phase !== 'indexing' && this.#isSettling) this.#flush();
      }),
      scope.onDidChange((value) => {
        this.#tree.show(value);
        // At the start the first rows would have to wait for the end of the pause behind this event.
        if (service.rows.size > 0) this.#fire(undefined);
      }),
      settings.showInternalAgents.onDidChange(() => this.#fire(undefined)),
    );
  }

  /** How many sessions the scope lets through. */
  get size(): number {
    return this.#tree.size;
  }

  /** Nothing is announced while nobody looks; what was missed is caught up with at the next look. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    clearInterval(this.#ageTimer);
    if (!visible) return;
    this.#ageTimer = setInterval(() => this.#refreshAges(), ageTime);
    if (this.#missed) this.refresh();
    else this.#refreshAges();
  }

  /** Orders anew and asks for everything again. */
  refresh(): void {
    this.#tree.reorder();
    this.#fire(undefined);
  }

  showMore(node: MoreNode): void {
    const { parent } = node;
    if (parent?.kind === 'scratchDirectory' || parent?.kind === 'scratchEntry') this.#scratchFiles.showMore(parent);
    else this.#tree.showMore(node);
    this.#fire(parent && [parent]);
  }

  /** The node of a session, for `TreeView.reveal`; `undefined` when the scope leaves it out. */
  sessionNode(id: SessionId): SessionNode | undefined {
    const found = this.#tree.reveal(id);
    if (found?.paged) this.#fire(found.node.parent && [found.node.parent]);
    return found?.node;
  }

  /** The node that a command was given; `undefined` for anything that this tree did not hand out. */
  nodeOf(argument: unknown): TreeNode | undefined {
    return typeof argument === 'object' && argument !== null && this.#handedOut.has(argument)
      ? (argument as TreeNode)
      : undefined;
  }

  /** A row is closed: what stands under it is not seen any more. */
  collapsed(node: TreeNode): void {
    if (node.kind === 'session') this.#opened.delete(node.sessionId);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#handedOut.add(node);
    const item = this.#itemOf(node);
    if (node.kind === 'session') this.#shownTexts.set(node.sessionId, textOf(item));
    return item;
  }

  #itemOf(node: TreeNode): vscode.TreeItem {
    return treeItem(node, {
      row: (id) => this.#service.rows.get(id),
      sessionsIn: (project) => this.#tree.sessionsIn(project),
      placeOf: (row) => {
        const { allProjects, folderOf } = this.#scope.value;
        const folder = this.#scope.isMultiRoot && !allProjects ? folderOf(row) : undefined;
        return folder && path.basename(folder);
      },
      now: Date.now(),
    });
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#tree.roots();
      case 'project':
        return this.#tree.children(node);
      case 'group':
      case 'otherFolder':
      case 'workflow':
      case 'agentLog':
        return this.#tree.children(node);
      case 'session':
        this.#opened.add(node.sessionId);
        return this.#childrenOfSession(node);
      case 'scratchDirectory':
        return this.#scratchFiles.children(node);
      case 'scratchEntry':
        return node.entry.type === 'folder' ? this.#scratchFiles.children(node) : [];
      case 'plan':
      case 'otherFile':
      case 'log':
      case 'note':
      case 'more':
        return [];
    }
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: TreeNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const details = node.kind === 'session' ? await this.#service.details(node.sessionId, token) : undefined;
    item.tooltip = tooltip(node, details, (id) => this.#service.rows.get(id)?.title);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#unseenTimer);
    clearInterval(this.#ageTimer);
    this.#subscription.dispose();
    this.#changedNodes.dispose();
  }

  async #childrenOfSession(node: SessionNode): Promise<TreeNode[]> {
    try {
      const details = await this.#details.ask(node.sessionId, () => this.#service.details(node.sessionId));
      if (!details) return [note(node, 'Nothing of this session is left on disk.')];
      return childrenOfSession(node, details, { showInternalAgents: this.#settings.showInternalAgents.value });
    } catch (error) {
      this.#log.error(
        `session ${node.sessionId} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return [note(node, 'This session cannot be read. The log channel says why.')];
    }
  }

  #collect(changed: ReadonlySet<SessionId>, removed: ReadonlySet<SessionId>): void {
    for (const id of removed) {
      this.#details.forget(id);
      this.#opened.delete(id);
      this.#shownTexts.delete(id);
    }
    if (!this.#visible) {
      this.#missed = true;
      return;
    }
    for (const id of changed) this.#pending.add(id);
    for (const id of removed) this.#pending.add(id);
    const wait = Math.max(this.#isSettling ? settlingSpacing : 0, this.#nextEvent - performance.now());
    this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isSettling = this.#service.status.phase === 'indexing';
    const now = performance.now();
    const isTimeForAll = now >= this.#nextUnseen;
    if (isTimeForAll) {
      this.#nextUnseen = now + unseenSpacing;
      for (const id of this.#unseen) this.#pending.add(id);
      this.#unseen.clear();
    }
    const change = this.#tree.apply(this.#pending);
    this.#pending.clear();
    if (change === 'everything') return this.#fire(undefined);
    const nodes = change.filter((node) => {
      if (isTimeForAll || node.kind === 'project' || this.#looksOther(node)) return true;
      this.#unseen.add(node.sessionId);
      return false;
    });
    if (nodes.length > 0) this.#fire(nodes);
    if (this.#unseen.size > 0) this.#unseenTimer ??= setTimeout(() => this.#flushUnseen(), this.#nextUnseen - now);
  }

  #flushUnseen(): void {
    this.#unseenTimer = undefined;
    this.#collect(new Set(this.#unseen), new Set());
  }

  /** Whether somebody sees that a session has changed. */
  #looksOther(node: SessionNode): boolean {
    return this.#opened.has(node.sessionId) || this.#shownTexts.get(node.sessionId) !== textOf(this.#itemOf(node));
  }

  #refreshAges(): void {
    const now = Date.now();
    const nodes = this.#tree.agedNodes(this.#agesOf, now);
    this.#agesOf = now;
    if (nodes.length > 0) this.#fire(nodes);
  }

  #fire(nodes: TreeNode[] | undefined): void {
    this.#missed = !this.#visible;
    if (!this.#visible) return;
    this.#nextEvent = performance.now() + eventSpacing;
    this.#changedNodes.fire(nodes);
  }
}

/** All that a row says without being hovered over. */
function textOf({ label, description, contextValue, iconPath, accessibilityInformation }: vscode.TreeItem): string {
  return JSON.stringify([label, description, contextValue, iconPath, accessibilityInformation]);
}
