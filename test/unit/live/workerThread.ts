/** The built worker as the extension starts it: what it says, one by one. */
import * as esbuild from 'esbuild';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll } from 'vitest';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import type { FromExtension, FromWorker, Queries, QueryName, WorkerData } from '../../../src/service/protocol.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worker-'));
const threads = new Set<WorkerThread>();
afterAll(async () => {
  await Promise.all([...threads].map((thread) => thread.kill()));
  fs.rmSync(folder, { recursive: true, force: true });
});

/** In a place of its own: dist/ may be built anew meanwhile. */
const file = path.join(folder, 'worker.js');
await esbuild.build({
  entryPoints: ['src/worker/sessionWorker.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outfile: file,
  logLevel: 'error',
});

export class WorkerThread {
  readonly rows = new Map<SessionId, SessionRow>();
  readonly said: FromWorker[] = [];
  readonly #worker: Worker;
  #questions = 0;
  #wake = (): void => undefined;

  constructor(data: Partial<WorkerData> & Pick<WorkerData, 'roots'>) {
    const workerData: WorkerData = {
      scratchPatterns: [],
      isTrusted: true,
      openedFolders: [],
      untrustedFolders: [],
      cacheDirectory: undefined,
      ...data,
    };
    this.#worker = new Worker(file, { workerData });
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    this.#worker.on('error', (error) => this.#take({ kind: 'failure', number: -1, message: String(error) }));
    threads.add(this);
  }

  /** Waits until something holds of what was said so far. */
  async until(holds: (thread: WorkerThread) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async untilReady(): Promise<void> {
    await this.until(({ status }) => status?.phase === 'ready' || status?.phase === 'no-root');
  }

  get status() {
    return this.said.findLast((message) => message.kind === 'status')?.status;
  }

  say(message: FromExtension): void {
    this.#worker.postMessage(message);
  }

  async ask<Name extends QueryName>(
    name: Name,
    ...given: Queries[Name]['arguments']
  ): Promise<Queries[Name]['answer'] | undefined> {
    const number = ++this.#questions;
    this.say({ kind: 'question', question: { number, name, arguments: given } });
    const answer = () => this.said.find((message) => message.kind === 'answer' && message.number === number);
    await this.until(() => answer() !== undefined);
    const found = answer();
    return found?.kind === 'answer' ? (found.answer as Queries[Name]['answer']) : undefined;
  }

  /** As at the end of a window. */
  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit');
    this.say({ kind: 'close' });
    await ended;
    threads.delete(this);
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(message: FromWorker): void {
    this.said.push(message);
    if (message.kind === 'rows') {
      for (const row of message.rows) this.rows.set(row.sessionId, row);
      for (const id of message.removed) this.rows.delete(id);
    }
    this.#wake();
  }
}
