/**
 * An index that follows the disk: it reads everything once, then what events hint at, and compares with the disk again and
 * again, since events get lost. Runs in one thread with the index: the extension's worker, or `session-scope watch`.
 */
import * as path from 'node:path';
import type { SessionId } from '../core/model.ts';
import type { IndexChange, IndexHost } from '../core/sessionIndex.ts';
import { SessionIndex } from '../core/sessionIndex.ts';
import { DirectoryWatcher } from './directoryWatcher.ts';
import { FollowedFiles } from './followedFiles.ts';

export interface LiveIndexStatus {
  readonly phase: 'indexing' | 'ready';
  readonly done: number;
  readonly total: number;
  /** Some folder cannot be watched, so that its changes are found by looking. */
  readonly polling: boolean;
}

export interface LiveIndexEvents {
  readonly changed: (change: IndexChange) => void;
  readonly status: (status: LiveIndexStatus) => void;
  /** For the log channel: a file or folder and a reason. */
  readonly problem: (path: string, reason: string) => void;
}

/** Milliseconds. */
const timing = {
  /** From an event to the reading: writers append in bursts. */
  coalesce: 5,
  /** Readings of events take at most one part in ten of the time, so that a storm of them is read in larger bites. */
  readingShare: 0.1,
  /** Longest stretch of reading before queries are answered. */
  slice: 25,
  /** Between two comparisons with the disk, while somebody looks and while nobody does. */
  reconcileShown: 5_000,
  reconcileHidden: 30_000,
  /** A comparison takes at most this share of the time. */
  reconcileShare: 0.05,
} as const;

export class LiveIndex {
  index: SessionIndex;
  readonly #host: IndexHost;
  readonly #events: LiveIndexEvents;
  readonly #watcher: DirectoryWatcher;
  readonly #followed = new FollowedFiles();
  readonly #changedLogs = new Set<string>();
  /** Watched folders that hold no logs: plans and the registry. */
  #surroundings: ReadonlySet<string> = new Set();
  #surroundingsChanged = false;
  #somethingNew = false;
  #readTimer: NodeJS.Timeout | undefined;
  /** Not before this time are events read again. */
  #nextReading = 0;
  #reconcileTimer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #shown = true;
  #polling = false;
  #reconcileMs = 0;
  #disposed = false;

  constructor(host: IndexHost, events: LiveIndexEvents) {
    this.#host = host;
    this.#events = events;
    this.index = new SessionIndex(host);
    this.#watcher = new DirectoryWatcher({
      changed: (directory, name) => this.#hint(directory, name),
      failed: (directory, code) => {
        events.problem(directory, code);
        this.#polling = true;
      },
    });
  }

  /** Compares everything with the disk. A call while one runs makes it run once more, and waits for that. */
  refresh(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#reconcile().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Forgets everything and reads it anew. */
  async rebuild(): Promise<void> {
    await this.#running;
    const removed = new Set(this.index.rows.keys());
    this.index = new SessionIndex(this.#host);
    this.#events.changed({ changed: new Set(), removed });
    await this.refresh();
  }

  /** Looks at once at the logs that are known of one session, at the registry and at scratch, whatever events say. */
  async refreshSession(id: SessionId): Promise<void> {
    await this.#running;
    this.#announce(this.index.refreshLogs(this.index.rows.get(id)?.logs ?? []));
    this.#announce(this.index.refreshSurroundings());
  }

  /** Announces the session from now on also when its other files change: call it before its details are read. */
  follow(id: SessionId): void {
    this.#followed.follow(this.index, id);
  }

  /** Whether somebody looks at the sessions. */
  setShown(shown: boolean): void {
    if (this.#shown === shown) return;
    this.#shown = shown;
    if (shown) void this.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#readTimer);
    clearTimeout(this.#reconcileTimer);
    this.#watcher.dispose();
  }

  async #reconcile(): Promise<void> {
    clearTimeout(this.#reconcileTimer);
    do {
      this.#again = false;
      const started = performance.now();
      await this.#refreshInSlices();
      this.#reconcileMs = performance.now() - started;
      // What was made in a new folder before it was watched had no event.
      if (this.#watcher.watch(this.#foldersToWatch()).length > 0) await this.#refreshInSlices();
      this.#announce({ changed: this.#followed.changed(this.index), removed: new Set() });
    } while (this.#again && !this.#disposed);
    if (this.#disposed) return;
    this.#report('ready', 0, 0);
    const pause = Math.max(
      this.#shown ? timing.reconcileShown : timing.reconcileHidden,
      this.#reconcileMs / timing.reconcileShare,
    );
    this.#reconcileTimer = setTimeout(() => void this.refresh(), pause).unref();
  }

  async #refreshInSlices(): Promise<void> {
    const { index } = this;
    const steps = index.refreshSteps();
    let sliceStart = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return this.#announce(step.value);
      const { done, total, change } = step.value;
      if (change !== undefined) this.#announce(change);
      if (performance.now() - sliceStart < timing.slice) continue;
      this.#report('indexing', done, total);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#disposed || index !== this.index) return;
      sliceStart = performance.now();
    }
  }

  /** Folders in which something that matters can appear. */
  #foldersToWatch(): Set<string> {
    const folders = new Set<string>();
    for (const root of this.index.host.roots)
      for (const name of ['', 'projects', 'sessions']) folders.add(path.join(root, name));
    for (const folder of this.index.folders) folders.add(folder);
    for (const folder of this.index.directories.listed) folders.add(folder);
    return folders;
  }

  #hint(directory: string, name: string | undefined): void {
    if (name === undefined) this.#somethingNew = true;
    else {
      const file = path.join(directory, name);
      if (this.index.logs.has(file)) this.#changedLogs.add(file);
      else if (this.#surroundings.has(directory)) this.#surroundingsChanged = true;
      else if (mayBeNew(directory, name, this.index.host.roots)) this.#somethingNew = true;
      else return;
    }
    const wait = Math.max(timing.coalesce, this.#nextReading - performance.now());
    this.#readTimer ??= setTimeout(() => this.#readHints(), wait);
  }

  #readHints(): void {
    this.#readTimer = undefined;
    const started = performance.now();
    // A comparison that runs now may have passed these logs already; they are cheap to look at again.
    if (this.#changedLogs.size > 0) {
      const { unknown, ...change } = this.index.refreshLogs(this.#changedLogs);
      this.#changedLogs.clear();
      this.#somethingNew ||= unknown;
      this.#announce(change);
    }
    if (this.#surroundingsChanged) this.#announce(this.index.refreshSurroundings());
    this.#surroundingsChanged = false;
    if (this.#somethingNew) void this.refresh();
    this.#somethingNew = false;
    const now = performance.now();
    this.#nextReading = now + (now - started) / timing.readingShare;
  }

  #announce(change: IndexChange): void {
    if (change.changed.size > 0 || change.removed.size > 0) this.#events.changed(change);
  }

  #report(phase: LiveIndexStatus['phase'], done: number, total: number): void {
    this.#events.status({ phase, done, total, polling: this.#polling });
  }
}

/** Whether a name that is no known log may become one, or a folder of some. Clients write much else beside their logs. */
function mayBeNew(directory: string, name: string, roots: readonly string[]): boolean {
  if (roots.includes(directory)) return ['projects', 'plans', 'sessions', 'settings.json'].includes(name);
  return name.endsWith('.jsonl') || !name.includes('.');
}
