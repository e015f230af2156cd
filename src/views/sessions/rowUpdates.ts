/**
 * Which rows of the sessions tree are to be drawn again, and when: as often as VS Code takes it in, and only what is
 * seen.
 */
import type * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { systemClock, Throttle, type Clock } from '../../core/throttle.ts';
import type { SessionTree } from '../../presentation/sessionTree.ts';
import type { HeadingNode, SessionNode, TreeNode } from '../../presentation/treeNodes.ts';

/**
 * Milliseconds between two events. VS Code passes an event on at once and then waits until there has been none for 200
 * ms: with less time between them a session that writes steadily would not be seen to change.
 */
const eventSpacing = 220;
/**
 * The same for sessions that are closed and whose rows say what they said before: only their hovers are out of date. VS
 * Code keeps something of every item that it was ever given, as long as the view lives.
 */
const unseenSpacing = 5_000;
/**
 * The same while logs are read in the background and first rows are shown, so that their order rests in between.
 */
const settlingSpacing = 1_000;
/**
 * Changed sessions that the tree takes in at once: while logs are read they are thousands by the time of the next
 * event.
 */
const takenInAtOnce = 500;
/** Ages are shown by the minute. */
const ageTime = 60_000;

export interface RowUpdatesHost {
  /** The row of a session as it would be drawn now. */
  itemOf(node: SessionNode): vscode.TreeItem;
  /** Whether logs are being read that nobody waits for. */
  isIndexing(): boolean;
  /** Emits the event that makes VS Code ask for these nodes again; `undefined`: for all. */
  emit(nodes: TreeNode[] | undefined): void;
}

export class RowUpdates implements vscode.Disposable {
  readonly #tree: SessionTree;
  readonly #host: RowUpdatesHost;
  readonly #clock: Clock;
  /** Changed sessions that the tree does not have as they are now. */
  readonly #pending = new Set<SessionId>();
  /** The nodes that the next event names, besides those of pending sessions. */
  #touched: Set<HeadingNode | SessionNode> | 'everything' = new Set();
  /** Changed sessions whose rows need not be drawn again soon. */
  readonly #unseen = new Set<SessionId>();
  /** Sessions whose children were asked for and that were not collapsed since. */
  readonly #opened = new Set<SessionId>();
  /** What the rows of sessions say. */
  readonly #shownTexts = new Map<SessionId, string>();
  readonly #events: Throttle;
  readonly #unseenEvents: Throttle;
  #cancelAges: (() => void) | undefined;
  #agesOf = Date.now();
  #visible = false;
  #missed = false;
  /** First rows are shown, and more are being read. */
  #isSettling = false;

  constructor(tree: SessionTree, host: RowUpdatesHost, clock: Clock = systemClock) {
    this.#tree = tree;
    this.#host = host;
    this.#clock = clock;
    this.#events = new Throttle(() => this.#flush(), clock);
    this.#unseenEvents = new Throttle(() => this.collect(new Set(this.#unseen), new Set()), clock);
  }

  /** A hidden view emits nothing; what it missed is emitted when it is shown. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#cancelAges?.();
    if (!visible) return;
    if (this.#missed) this.refresh();
    else this.#refreshAges();
    const tick = (): void => {
      this.#refreshAges();
      this.#cancelAges = this.#clock.after(ageTime, tick);
    };
    this.#cancelAges = this.#clock.after(ageTime, tick);
  }

  /** Orders anew and asks for everything again. */
  refresh(): void {
    this.#tree.reorder();
    this.emit(undefined);
  }

  /** The children of a session were asked for. */
  opened(id: SessionId): void {
    this.#opened.add(id);
  }

  /** The children of a session are not shown any more. */
  closed(id: SessionId): void {
    this.#opened.delete(id);
  }

  /** The row of a session is given out as `item`. */
  shown(id: SessionId, item: vscode.TreeItem): void {
    this.#shownTexts.set(id, textOf(item));
  }

  /** Collects sessions that changed or went away; their rows are emitted as soon as the throttle lets them. */
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
    this.#events.schedule(this.#isSettling ? settlingSpacing : 0);
  }

  /** The index has changed its phase: once logs are read, nothing waits any longer. */
  settle(): void {
    if (this.#isSettling && !this.#host.isIndexing()) this.#flush();
  }

  /** Emits these nodes at once. */
  emit(nodes: TreeNode[] | undefined): void {
    this.#missed = !this.#visible;
    if (!this.#visible) return;
    this.#events.rest(eventSpacing);
    this.#host.emit(nodes);
  }

  dispose(): void {
    this.#events.cancel();
    this.#unseenEvents.cancel();
    this.#cancelAges?.();
  }

  #flush(): void {
    this.#events.cancel();
    this.#isSettling = this.#host.isIndexing();
    const isTimeForAll = !this.#unseenEvents.isResting;
    if (isTimeForAll) {
      this.#unseenEvents.rest(unseenSpacing);
      for (const id of this.#unseen) this.#pending.add(id);
      this.#unseen.clear();
    }
    this.#takeIn();
    const touched = this.#touched;
    this.#touched = new Set();
    if (touched === 'everything') return this.emit(undefined);
    const nodes = [...touched].filter((node) => {
      // It may be gone since.
      if (!this.#tree.holds(node)) return false;
      if (isTimeForAll || node.kind !== 'session' || this.#looksOther(node)) return true;
      this.#unseen.add(node.sessionId);
      return false;
    });
    if (nodes.length > 0) this.emit(nodes);
    if (this.#unseen.size > 0) this.#unseenEvents.schedule();
  }

  #takeIn(): void {
    const change = this.#tree.apply(this.#pending);
    this.#pending.clear();
    if (change === 'everything') this.#touched = change;
    else if (this.#touched !== 'everything') for (const node of change) this.#touched.add(node);
  }

  /** Whether the change of a session shows. */
  #looksOther(node: SessionNode): boolean {
    const { sessionId } = node;
    return this.#opened.has(sessionId) || this.#shownTexts.get(sessionId) !== textOf(this.#host.itemOf(node));
  }

  #refreshAges(): void {
    const now = Date.now();
    if (this.#tree.isOfAnotherDay(now)) return this.refresh();
    const nodes = this.#tree.agedNodes(this.#agesOf, now);
    this.#agesOf = now;
    if (nodes.length > 0) this.emit(nodes);
  }
}

/** All that a row says without being hovered over. */
function textOf({ label, description, contextValue, iconPath, accessibilityInformation }: vscode.TreeItem): string {
  return JSON.stringify([label, description, contextValue, iconPath, accessibilityInformation]);
}
