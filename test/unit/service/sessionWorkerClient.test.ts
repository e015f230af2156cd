/**
 * The built worker, killed for real: nothing of the thread is a mock; only the pauses between two starts are not waited
 * for.
 */
import * as fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionWorkerClient } from '../../../src/service/sessionWorkerClient.ts';
import type { SessionChange } from '../../../src/service/sessionService.ts';
import type { WorkerData } from '../../../src/service/workerMessages.ts';
import { prompt } from '../../fixtures/entries.ts';
import { FakeClock } from '../../fixtures/fakeClock.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { startWorker, workerData } from '../../fixtures/workerThread.ts';

const clients = new Set<Client>();
afterEach(async () => {
  await Promise.all([...clients].map((client) => client.client.close()));
  clients.clear();
});

class Client {
  readonly clock = new FakeClock();
  readonly threads: Worker[] = [];
  readonly started: WorkerData[] = [];
  readonly changes: SessionChange[] = [];
  readonly errors: string[] = [];
  readonly client: SessionWorkerClient;
  #wake = (): void => undefined;

  constructor(home: Home, start: (data: WorkerData) => Worker = startWorker) {
    this.client = new SessionWorkerClient({
      start: (data) => {
        const thread = start(data);
        this.threads.push(thread);
        this.started.push(data);
        return thread;
      },
      dataNow: () => workerData({ roots: [home.root], cacheDirectory: home.path('cache') }),
      changed: (change) => this.changes.push(change),
      statusChanged: () => this.#wake(),
      log: { trace() {}, debug() {}, info() {}, warn() {}, error: (text) => this.errors.push(String(text)) },
      clock: this.clock,
    });
    clients.add(this);
  }

  async phase(phase: string): Promise<void> {
    while (this.client.status.phase !== phase) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  get titles(): (string | undefined)[] {
    return [...this.client.rows.values()].map(({ title }) => title).sort();
  }

  get last(): Worker {
    const last = this.threads.at(-1);
    if (last === undefined) throw new Error('no thread was started');
    return last;
  }
}

function homeOfTwo(): Home {
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')]);
  return home;
}

describe('a session worker that dies', { timeout: 120_000 }, () => {
  const deaths: Record<string, (thread: Worker) => unknown> = {
    'a kill': (thread) => thread.terminate(),
    'an error in a handler': (thread) => thread.postMessage(undefined),
  };
  for (const [name, kill] of Object.entries(deaths)) {
    it(`after ${name} fails pending requests, and is there again with its rows after a second`, async () => {
      const one = new Client(homeOfTwo());
      await one.phase('ready');
      kill(one.last);
      const pending = one.client.request('refresh', []);
      await expect(pending).rejects.toThrow();
      await one.phase('failed');
      expect(one.titles).toEqual(['A', 'B']);
      await expect(one.client.request('refresh', [])).rejects.toThrow();
      one.clock.advance(999);
      expect(one.threads).toHaveLength(1);
      one.clock.advance(1);
      await one.phase('ready');
      expect(one.titles).toEqual(['A', 'B']);
      expect(await one.client.request('planOf', [sessionA])).toBeUndefined();
      expect((await one.client.request('details', [sessionB]))?.title).toBe('B');
    });
  }

  it('is started at once by a rebuild, without waiting for the pause', async () => {
    const one = new Client(homeOfTwo());
    await one.phase('ready');
    await one.last.terminate();
    await one.phase('failed');
    one.client.ensureRunning();
    await one.client.request('rebuild', []);
    expect(one.client.status.phase).toBe('ready');
    expect(one.titles).toEqual(['A', 'B']);
    expect(one.clock.nextIn).toBeUndefined();
  });

  it('shows what appeared while it was down, and drops what went away', async () => {
    const home = homeOfTwo();
    const one = new Client(home);
    await one.phase('ready');
    await one.last.terminate();
    await one.phase('failed');
    fs.rmSync(home.logPath(sessionA));
    home.log(sessionC, [prompt('C')]);
    one.clock.advance(1_000);
    await one.phase('ready');
    expect(one.titles).toEqual(['B', 'C']);
    expect(one.changes.flatMap(({ removed }) => [...removed])).toEqual([sessionA]);
  });

  it('before it was ready is started without the cache, and after pauses that double up to a minute', async () => {
    const one = new Client(homeOfTwo(), () => new Worker('process.exit(3)', { eval: true }));
    const pauses: (number | undefined)[] = [];
    for (let start = 0; start < 8; start++) {
      await one.phase('failed');
      pauses.push(one.clock.nextIn);
      one.clock.advance(one.clock.nextIn ?? 0);
    }
    await one.phase('failed');
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
    expect(one.started.map(({ cacheDirectory }) => cacheDirectory !== undefined)).toEqual([
      true,
      ...Array<boolean>(8).fill(false),
    ]);
  });

  it('since no log can be scanned is a failed index, and none without sessions', async () => {
    const one = new Client(homeOfTwo(), (data) => startWorker(data, 'delete globalThis.WebAssembly'));
    await one.phase('failed');
    expect(one.titles).toEqual([]);
    expect(one.errors).toEqual([expect.stringContaining('WebAssembly is not defined')]);
  });

  it('after a minute of running is started again after one second', async () => {
    const one = new Client(homeOfTwo());
    for (let death = 0; death < 3; death++) {
      await one.phase('ready');
      one.clock.advance(60_000);
      await one.last.terminate();
      await one.phase('failed');
      expect(one.clock.nextIn).toBe(1_000);
      one.clock.advance(1_000);
    }
  });

  it('is not started again once the client is closed', async () => {
    const one = new Client(homeOfTwo());
    await one.phase('ready');
    await one.last.terminate();
    await one.phase('failed');
    await one.client.close();
    one.clock.advance(60_000);
    expect(one.threads).toHaveLength(1);
    await expect(one.client.request('refresh', [])).rejects.toThrow();
  });
});
