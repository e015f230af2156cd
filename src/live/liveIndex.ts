/**
 * An index that follows the disk: it starts from its cache, reads what is new, then what events point at, and compares
 * with the disk again and again, since events get lost. Runs in one thread with the index: the extension's worker, or
 * `session-scope watch`.
 */
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheDiagnostics, type IndexDiagnostics } from '../core/answers/diagnostics.ts';
import type { SessionId, SessionRow } from '../core/model.ts';
import type { IndexChange, IndexHost } from '../core/index/indexTypes.ts';
import { SessionIndex } from '../core/index/sessionIndex.ts';
import { DirectoryWatcher } from './directoryWatcher.ts';
import { SilentFolders } from './silentFolders.ts';
import { EventRate } from './eventRate.ts';
import { FollowedFiles } from './followedFiles.ts';
import { foldersToWatch, surroundingFolders } from './foldersToWatch.ts';
import { ChangeQueue, type QueuedChanges } from './changeQueue.ts';
import { refreshInSlices, type SliceEvents } from './timeSlices.ts';
import { LiveCache } from './liveCache.ts';
import { CachedRowsAnnouncer } from './cachedRowsAnnouncer.ts';

export interface LiveIndexOptions {
  /** Folder for the cache, made when it is not there; without it nothing is kept. */
  readonly cacheDirectory?: string | undefined;
}

export interface LiveIndexStatus {
  /** `indexing` until everything was compared with the disk, at the start and in a rebuild, and while much is read. */
  readonly phase: 'indexing' | 'ready';
  readonly done: number;
  readonly total: number;
  /** Some folder has no events, or cannot be watched, so that its changes are found by looking. */
  readonly polling: boolean;
}

export interface LiveIndexEvents {
  readonly changed: (change: IndexChange) => void;
  /** Rows of the cache before they are compared with the disk, in batches; after a rebuild, all rows. */
  readonly cached: (rows: readonly SessionRow[]) => void;
  readonly status: (status: LiveIndexStatus) => void;
  /** For the log channel: a file or folder and a reason. */
  readonly problem: (path: string, reason: string) => void;
}

/** Milliseconds. */
const timing = {
  /**
   * Between two comparisons with the disk: while sessions are shown (all changes within five seconds), and while not.
   */
  reconcileShown: 4_500,
  reconcileHidden: 30_000,
  /** After events at a rate at which some may be lost. */
  reconcileAfterLoss: 1_000,
  /** Between two batches of cached rows. */
  betweenBatches: 10,
} as const;

/** Comparisons take at most this share of the time: usually, and where events may be lost, so that it is soon found. */
const reconcileShare = { usual: 0.05, afterLoss: 0.25 } as const;

/** A comparison that reads this many bytes is reported. */
const muchToRead = 64 * 1024 * 1024;

export class LiveIndex {
  index: SessionIndex;
  readonly #host: IndexHost;
  readonly #events: LiveIndexEvents;
  readonly #cache: LiveCache | undefined;
  #isCacheRefused = false;
  readonly #cachedRows: CachedRowsAnnouncer;
  #isCompared = false;
  readonly #startedAt = performance.now();
  #startMs: number | undefined;
  readonly #watcher: DirectoryWatcher;
  readonly #silentFolders: SilentFolders;
  readonly #followed = new FollowedFiles();
  readonly #queue: ChangeQueue;
  #isSilenceReported = false;
  #reconcileTimer: NodeJS.Timeout | undefined;
  readonly #eventRate = new EventRate();
  #running: Promise<void> | undefined;
  #again = false;
  #shown = true;
  #reconcileMs = 0;
  /** No events and no timers any more. */
  #stopped = false;
  #disposed = false;

  constructor(host: IndexHost, events: LiveIndexEvents, { cacheDirectory }: LiveIndexOptions = {}) {
    this.#host = host;
    this.#events = events;
    this.#cache = cacheDirectory === undefined ? undefined : new LiveCache(cacheDirectory, host);
    this.index = new SessionIndex(host);
    this.#cachedRows = new CachedRowsAnnouncer((rows) => events.cached(rows));
    this.#queue = new ChangeQueue(host.roots, {
      isLog: (file) => this.index.logs.has(file),
      read: (changes) => this.#readQueued(changes),
    });
    this.#watcher = new DirectoryWatcher({
      changed: (directory, name) => this.#enqueue(directory, name),
      failed: (directory, code) =>
        events.problem(directory, `${code}: some folders cannot be watched, and changes there are found by looking`),
    });
    this.#silentFolders = new SilentFolders(this.#watcher, (directory) => this.#reportSilence(directory));
  }

  /** Announces the cached rows, and compares them with the disk. Call it once, before anything else. */
  start(): Promise<void> {
    if (this.#cache?.restore(this.index)) this.#cachedRows.start(this.index);
    return this.refresh();
  }

  /** Compares everything with the disk. A call while one runs makes it run once more, and waits for that. */
  refresh(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    return this.#run(() => this.#reconcile());
  }

  /** Resolved when everything was compared with the disk: until then answers may lack what a log says. */
  async compared(): Promise<void> {
    while (!this.#isCompared && this.#running !== undefined) await this.#running;
  }

  /** Deletes the cache and reads everything anew. The index before answers until then. */
  async rebuild(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#run(async () => {
      this.#cache?.delete();
      await this.#replaceIndex();
      await this.#reconcile();
    });
  }

  /** Compares a session's logs, the registry and scratch now, without an event; all logs only when some are new. */
  async refreshSession(id: SessionId): Promise<void> {
    await this.#running;
    const { unknown, ...change } = this.index.refreshSession(id);
    this.#announce(change);
    if (unknown) await this.refresh();
  }

  /** Announces the session from now on also when its details change beside its logs. Call it before they are read. */
  follow(id: SessionId): void {
    this.#followed.follow(this.index, id);
  }

  diagnostics(): IndexDiagnostics {
    return {
      cache: cacheDiagnostics(this.#cache?.file, this.#cache?.isUsed ?? false),
      watching: { folders: this.#watcher.size, complete: this.#watcher.isComplete },
      startMs: this.#startMs,
      comparisonMs: this.#isCompared ? this.#reconcileMs : undefined,
    };
  }

  /** Whether the sessions are shown. */
  setShown(shown: boolean): void {
    if (this.#shown === shown) return;
    this.#shown = shown;
    if (shown) void this.refresh();
  }

  /** Ends it and saves the cache. What an unfinished first comparison has found is left to the next start. */
  async close(): Promise<void> {
    this.#stop();
    if (this.#isCompared) {
      await this.#running;
      this.#save('now');
    }
    this.dispose();
  }

  /** Ends it at once. */
  dispose(): void {
    this.#disposed = true;
    this.#stop();
    if (this.#running === undefined) this.index.close();
  }

  #stop(): void {
    this.#stopped = true;
    this.#queue.dispose();
    clearTimeout(this.#reconcileTimer);
    this.#silentFolders.dispose();
    this.#watcher.dispose();
  }

  #run(work: () => Promise<void>): Promise<void> {
    this.#running = work().finally(() => {
      this.#running = undefined;
      if (this.#disposed) this.index.close();
    });
    return this.#running;
  }

  async #reconcile(): Promise<void> {
    clearTimeout(this.#reconcileTimer);
    do {
      this.#again = false;
      this.#eventRate.reset();
      this.#reconcileMs = await this.#compare((log) => this.#silentFolders.addChanged(path.dirname(log)));
      await this.#announceRest();
      if (this.#stopped) return;
      const added = this.#watcher.watch(foldersToWatch(this.index));
      this.#queue.surroundings = surroundingFolders(this.index);
      this.#isCompared = true;
      this.#startMs ??= performance.now() - this.#startedAt;
      this.#report('ready', 0, 0);
      // What was made in a new folder before it was watched had no event.
      if (added.length > 0) await this.#compare();
      this.#announce({ changed: this.#followed.changed(this.index), removed: new Set() });
    } while (this.#again && !this.#stopped);
    if (this.#stopped) return;
    this.#save('in time');
    this.#silentFolders.settle();
    this.#isSilenceReported &&= !this.#watcher.isComplete;
    this.#reconcileLater();
  }

  #reconcileLater(): void {
    clearTimeout(this.#reconcileTimer);
    const usual = this.#shown ? timing.reconcileShown : timing.reconcileHidden;
    const [rest, share] = this.#eventRate.isHigh
      ? [timing.reconcileAfterLoss, reconcileShare.afterLoss]
      : [usual, reconcileShare.usual];
    this.#reconcileTimer = setTimeout(() => void this.refresh(), Math.max(rest, this.#reconcileMs / share)).unref();
  }

  /** Calls `read` with each log that was new or changed. Returns the milliseconds that it took, without reading. */
  async #compare(read?: (log: string) => void): Promise<number> {
    const { change, comparing } = await refreshInSlices(this.index, {
      step: (progress) => {
        if (progress.change !== undefined) this.#announce(progress.change);
        if (progress.read !== undefined) read?.(progress.read);
      },
      pause: this.#pauseOf(this.index),
    });
    if (change !== undefined) this.#announce(change);
    return comparing;
  }

  /** Reads a new index in place of this one, and announces all its rows and the sessions that it lacks. */
  async #replaceIndex(): Promise<void> {
    this.#isCompared = false;
    const before = this.index;
    const fresh = new SessionIndex(this.#host);
    const { change } = await refreshInSlices(fresh, { step: () => undefined, pause: this.#pauseOf(fresh) });
    if (change === undefined) return fresh.close();
    this.index = fresh;
    const removed = new Set([...before.rows.keys()].filter((id) => !fresh.rows.has(id)));
    before.close();
    this.#announce({ changed: new Set(), removed });
    this.#cachedRows.start(fresh);
  }

  /** What is done between two slices of a refresh. */
  #pauseOf(index: SessionIndex): SliceEvents['pause'] {
    const before = index.bytesRead;
    return ({ done, total }) => {
      this.#cachedRows.announceBatch(this.index);
      if (!this.#isCompared || index.bytesRead - before > muchToRead) this.#report('indexing', done, total);
      return !this.#disposed;
    };
  }

  /** Reported once, until all folders have events. */
  #reportSilence(directory: string): void {
    if (!this.#isSilenceReported)
      this.#events.problem(directory, 'a change there had no event: such changes are found by looking');
    this.#isSilenceReported = true;
    if (this.#running === undefined) this.#report('ready', 0, 0);
  }

  #enqueue(directory: string, name: string | undefined): void {
    if (this.#eventRate.count(performance.now()) && this.#running === undefined) this.#reconcileLater();
    this.#queue.add(directory, name);
  }

  #readQueued({ logs, surroundingsChanged, ...queued }: QueuedChanges): void {
    let { mayHaveNewLogs } = queued;
    // A comparison that runs now may have passed these logs already; they are cheap to look at again.
    if (logs.size > 0) {
      const { unknown, ...change } = this.index.refreshLogs(logs);
      mayHaveNewLogs ||= unknown;
      this.#announce(change);
    }
    if (surroundingsChanged) this.#announce(this.index.refreshSurroundings());
    if (mayHaveNewLogs) void this.refresh();
  }

  #announce(change: IndexChange): void {
    if (change.changed.size === 0 && change.removed.size === 0) return;
    this.#cache?.markDirty();
    this.#events.changed(change);
  }

  async #announceRest(): Promise<void> {
    while (this.#cachedRows.hasMore && !this.#stopped) {
      this.#cachedRows.announceBatch(this.index);
      await pause(timing.betweenBatches);
    }
  }

  #save(when: 'in time' | 'now'): void {
    if (this.#cache === undefined) return;
    const isRefused = !this.#cache.save(this.index, when);
    if (isRefused && !this.#isCacheRefused)
      this.#events.problem(this.#cache.file, 'cannot be written: the next start reads all logs again');
    this.#isCacheRefused = isRefused;
  }

  #report(phase: LiveIndexStatus['phase'], done: number, total: number): void {
    this.#events.status({ phase, done, total, polling: !this.#watcher.isComplete });
  }
}
