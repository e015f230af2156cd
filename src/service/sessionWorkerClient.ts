/**
 * Keeps a session worker running, and a copy of its rows. A worker that dies is started again: at first after a second,
 * then after pauses that double. Pending requests fail when it dies.
 */
import type { Worker } from 'node:worker_threads';
import type { SessionId, SessionRow } from '../core/model.ts';
import { systemClock, type Clock } from '../core/throttle.ts';
import type { Log } from '../host/log.ts';
import { RowInterner } from './rowInterner.ts';
import type { IndexStatus, SessionChange } from './sessionService.ts';
import { WorkerConnection } from './workerConnection.ts';
import type { WorkerRequests, ToWorker, WorkerData, WorkerNotification } from './workerMessages.ts';

export interface SessionWorkerOptions {
  /** Starts a thread. */
  readonly start: (data: WorkerData) => Worker;
  /** What a thread that starts now is to be given. */
  readonly dataNow: () => WorkerData;
  readonly changed: (change: SessionChange) => void;
  readonly statusChanged: (status: IndexStatus) => void;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Milliseconds. */
const firstPause = 1_000;
const longestPause = 60_000;
/** A worker that has run this long did not die of its start. */
const steadyTime = 60_000;
/** What the worker gets to write its cache at the end. What it has not written by then is read again. */
const closingTime = 2_000;

export class SessionWorkerClient {
  readonly #options: SessionWorkerOptions;
  readonly #clock: Clock;
  readonly #rows = new Map<SessionId, SessionRow>();
  readonly #interner = new RowInterner();
  /** Sessions that the worker before had and this one has not announced yet. */
  readonly #unconfirmed = new Set<SessionId>();
  #connection: WorkerConnection<WorkerRequests, ToWorker, WorkerNotification>;
  #status: IndexStatus;
  #shown: boolean | undefined;
  #startedAt = 0;
  #wasReady = false;
  #failures = 0;
  /** Cancels the next start; `undefined` while a worker runs. */
  #cancelRestart: (() => void) | undefined;
  #closed = false;

  constructor(options: SessionWorkerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#status = indexing(options.dataNow().roots);
    this.#connection = this.#connect(options.dataNow());
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#rows;
  }

  get status(): IndexStatus {
    return this.#status;
  }

  /** Fails while no worker runs. */
  request<Name extends keyof WorkerRequests>(
    name: Name,
    parameters: Parameters<WorkerRequests[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<WorkerRequests[Name]>> {
    return this.#connection.requests.request(name, parameters, signal);
  }

  /** Starts the worker now if it is down. */
  ensureRunning(): void {
    if (this.#cancelRestart !== undefined) this.#restart();
  }

  /** Whether a view shows the sessions. */
  setShown(shown: boolean): void {
    this.#shown = shown;
    this.#post({ type: 'shown', shown });
  }

  /** The folders of the window are others now. */
  updateFolders(): void {
    this.#post({ type: 'folders', folders: this.#options.dataNow().folders });
  }

  /** Lets the worker write its cache, and ends it. Resolved when it is gone, which is bounded. */
  async close(): Promise<void> {
    if (this.#closed) return this.#connection.exit;
    this.#post({ type: 'close' });
    this.#closed = true;
    this.#cancelRestart?.();
    this.#connection.requests.close(new Error('The session data was closed.'));
    const cancel = systemClock.after(closingTime, () => void this.#connection.terminate());
    await this.#connection.exit;
    cancel();
  }

  #connect(data: WorkerData): WorkerConnection<WorkerRequests, ToWorker, WorkerNotification> {
    this.#startedAt = this.#clock.now();
    this.#wasReady = false;
    return new WorkerConnection(this.#options.start(data), {
      notified: (notification) => this.#notified(notification),
      exited: (error) => this.#exited(error),
    });
  }

  #exited(error: Error): void {
    if (this.#closed) return;
    if (this.#clock.now() - this.#startedAt >= steadyTime) this.#failures = 0;
    const pause = Math.min(firstPause * 2 ** this.#failures++, longestPause);
    this.#options.log.error(
      `The worker died and is started again in ${pause / 1000} s: ${error.stack ?? error.message}`,
    );
    this.#cancelRestart = this.#clock.after(pause, () => this.#restart());
    this.#setStatus({ ...this.#status, phase: 'failed' });
  }

  #restart(): void {
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    for (const id of this.#rows.keys()) this.#unconfirmed.add(id);
    const data = this.#options.dataNow();
    // What a worker dies of before it has compared its cache with the disk may be in the cache.
    this.#connection = this.#connect(this.#wasReady ? data : { ...data, cacheDirectory: undefined });
    if (this.#shown !== undefined) this.setShown(this.#shown);
    this.#setStatus(indexing(data.roots));
  }

  #post(message: ToWorker): void {
    if (!this.#closed && this.#cancelRestart === undefined) this.#connection.post(message);
  }

  #notified(notification: WorkerNotification): void {
    if (this.#closed) return;
    switch (notification.type) {
      case 'rows':
        this.#update(notification.rows, notification.removed);
        break;
      case 'status':
        if (notification.status.phase !== 'indexing') this.#confirmed();
        this.#setStatus(notification.status);
        break;
      case 'problem':
        this.#options.log.warn(`${notification.path}: ${notification.reason}`);
        break;
    }
  }

  #update(rows: readonly SessionRow[], removed: readonly SessionId[]): void {
    for (const row of rows) {
      this.#unconfirmed.delete(row.sessionId);
      this.#rows.set(row.sessionId, this.#interner.intern(row));
    }
    for (const id of removed) this.#rows.delete(id);
    this.#options.changed({ changed: new Set(rows.map((row) => row.sessionId)), removed: new Set(removed) });
  }

  /** The worker has announced all that there is: what it did not announce went away while no worker ran. */
  #confirmed(): void {
    this.#wasReady = true;
    if (this.#unconfirmed.size === 0) return;
    const gone = [...this.#unconfirmed];
    this.#unconfirmed.clear();
    this.#update([], gone);
  }

  #setStatus(status: IndexStatus): void {
    this.#status = status;
    this.#options.statusChanged(status);
  }
}

function indexing(roots: readonly string[]): IndexStatus {
  return { phase: 'indexing', done: 0, total: 0, polling: false, roots, badLines: 0 };
}
