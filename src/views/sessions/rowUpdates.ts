/** Which rows of the sessions tree are to be drawn again, and when: as often as VS Code takes it in, and only what is seen. */
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import type { SessionTree } from '../../presentation/sessionTree.ts';
import type { ProjectNode, SessionNode, TreeNode } from '../../presentation/treeNodes.ts';

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
/** Changed sessions that the tree takes in at once: while logs are read they are thousands by the time of the next event. */
const takenInAtOnce = 500;
/** Ages are shown by the minute. */
const ageTime = 60_000;

export interface RowUpdatesHost {
  /** The row of a session as it would be drawn now. */
  itemOf(node: SessionNode): vscode.TreeItem;
  /** Whether logs are being read that nobody waits for. */
  isIndexing(): boolean;
}

export class RowUpdates implements vscode.Disposable {
  readonly #updated = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** The nodes to ask for again; `undefined`: all. */
  readonly onDidUpdate = this.#updated.event;
  readonly #tree: SessionTree;
  readonly #host: RowUpdatesHost;
  /** Changed sessions that the tree does not have as they are now. */
  readonly #pending = new Set<SessionId>();
  /** What the next event is about, the sessions aside that are pending. */
  #touched: Set<ProjectNode | SessionNode> | 'everything' = new Set();
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

  constructor(tree: SessionTree, host: RowUpdatesHost) {
    this.#tree = tree;
    this.#host = host;
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
    this.announce(undefined);
  }

  /** The children of a session were asked for. */
  opened(id: SessionId): void {
    this.#opened.add(id);
  }

  /** What stands under a session is not seen any more. */
  closed(id: SessionId): void {
    this.#opened.delete(id);
  }

  /** The row of a session is given out as `item`. */
  shown(id: SessionId, item: vscode.TreeItem): void {
    this.#shownTexts.set(id, textOf(item));
  }

  /** Takes in which sessions changed and which are gone; their rows are announced as soon as may be. */
  collect(changed: ReadonlySet<SessionId>, removed: ReadonlySet<SessionId>): void {
    for (const id of removed) {
      this.#opened.delete(id);
      this.#shownTexts.delete(id);
    }
    if (!this.#visible) {
      this.#missed = true;
      return;
    }
    for (const id of changed) this.#pending.add(id);
    for (const id of removed) this.#pending.add(id);
    if (this.#pending.size >= takenInAtOnce) this.#takeIn();
    const wait = Math.max(this.#isSettling ? settlingSpacing : 0, this.#nextEvent - performance.now());
    this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** The index has changed its phase: at the end of the reading nothing waits any longer. */
  settle(): void {
    if (this.#isSettling && !this.#host.isIndexing()) this.#flush();
  }

  /** Announces these nodes at once. */
  announce(nodes: TreeNode[] | undefined): void {
    this.#missed = !this.#visible;
    if (!this.#visible) return;
    this.#nextEvent = performance.now() + eventSpacing;
    this.#updated.fire(nodes);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#unseenTimer);
    clearInterval(this.#ageTimer);
    this.#updated.dispose();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isSettling = this.#host.isIndexing();
    const now = performance.now();
    const isTimeForAll = now >= this.#nextUnseen;
    if (isTimeForAll) {
      this.#nextUnseen = now + unseenSpacing;
      for (const id of this.#unseen) this.#pending.add(id);
      this.#unseen.clear();
    }
    this.#takeIn();
    const touched = this.#touched;
    this.#touched = new Set();
    if (touched === 'everything') return this.announce(undefined);
    const nodes = [...touched].filter((node) => {
      // It may be gone since.
      if (!this.#tree.holds(node)) return false;
      if (isTimeForAll || node.kind === 'project' || this.#looksOther(node)) return true;
      this.#unseen.add(node.sessionId);
      return false;
    });
    if (nodes.length > 0) this.announce(nodes);
    if (this.#unseen.size > 0) this.#unseenTimer ??= setTimeout(() => this.#flushUnseen(), this.#nextUnseen - now);
  }

  #takeIn(): void {
    const change = this.#tree.apply(this.#pending);
    this.#pending.clear();
    if (change === 'everything') this.#touched = change;
    else if (this.#touched !== 'everything') for (const node of change) this.#touched.add(node);
  }

  #flushUnseen(): void {
    this.#unseenTimer = undefined;
    this.collect(new Set(this.#unseen), new Set());
  }

  /** Whether somebody sees that a session has changed. */
  #looksOther(node: SessionNode): boolean {
    const { sessionId } = node;
    return this.#opened.has(sessionId) || this.#shownTexts.get(sessionId) !== textOf(this.#host.itemOf(node));
  }

  #refreshAges(): void {
    const now = Date.now();
    const nodes = this.#tree.agedNodes(this.#agesOf, now);
    this.#agesOf = now;
    if (nodes.length > 0) this.announce(nodes);
  }
}

/** All that a row says without being hovered over. */
function textOf({ label, description, contextValue, iconPath, accessibilityInformation }: vscode.TreeItem): string {
  return JSON.stringify([label, description, contextValue, iconPath, accessibilityInformation]);
}
