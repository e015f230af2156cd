import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FromWorker } from '../../../src/service/workerMessages.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { WorkerThread } from '../../fixtures/workerThread.ts';

function fixture(): { home: Home; start: () => WorkerThread } {
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')], { cwd: 'search' });
  return { home, start: () => new WorkerThread({ roots: [home.root], cacheDirectory: home.path('storage/cache') }) };
}

/** One run of a window. */
async function run(thread: WorkerThread): Promise<WorkerThread> {
  await thread.untilReady();
  await thread.close();
  return thread;
}

function titles(thread: WorkerThread): Record<string, string | undefined> {
  return Object.fromEntries([...thread.rows.values()].map((row) => [row.sessionId, row.title]));
}

/** Titles in the first message with rows. */
function firstTitles({ received }: WorkerThread): (string | undefined)[] | undefined {
  const rows = received.find((message): message is FromWorker & { type: 'rows' } => message.type === 'rows');
  return rows?.rows.map(({ title }) => title).sort();
}

// Threads by the dozen, on machines that have other things to do.
describe('a window', { timeout: 120_000 }, () => {
  it('saves its index in a file that only this user can read', async () => {
    const { home, start } = fixture();
    await run(start());
    const [name = '', ...others] = fs.readdirSync(home.path('storage/cache'));
    expect(others).toEqual([]);
    expect(fs.statSync(home.path('storage/cache')).mode & 0o777).toBe(0o700);
    expect(fs.statSync(home.path('storage/cache', name)).mode & 0o777).toBe(0o600);
  });

  it('starts with the rows that the one before saved, whatever has become of the logs', async () => {
    const { home, start } = fixture();
    await run(start());
    fs.rmSync(home.path('.claude/projects'), { recursive: true });
    fs.mkdirSync(home.path('.claude/projects'));
    const thread = start();
    await thread.until(({ received }) => received.some(({ type }) => type === 'rows'));
    expect(firstTitles(thread)).toEqual(['A', 'B']);
    expect(thread.status?.phase).not.toBe('ready');
    await run(thread);
    expect(titles(thread)).toEqual({});
  });

  it('corrects stale rows before it announces that it is ready', async () => {
    const { home, start } = fixture();
    await run(start());
    home.log(sessionA, [prompt('Another A')]);
    fs.rmSync(home.logPath(sessionB, { cwd: 'search' }));
    home.log(sessionC, [prompt('C')]);
    const thread = await run(start());
    expect(firstTitles(thread)).toEqual(['A', 'B']);
    expect(titles(thread)).toEqual({ [sessionA]: 'Another A', [sessionC]: 'C' });
    const third = await run(start());
    expect(firstTitles(third)).toEqual(['Another A', 'C']);
  });

  it('that is killed while it closes leaves the next one with correct rows', async () => {
    const { home, start } = fixture();
    for (let n = 0; n < 6; n++) {
      home.log(sessionC, [prompt(`C${n}`)]);
      const killed = start();
      await killed.untilReady();
      killed.post({ type: 'close' });
      await new Promise((resolve) => setTimeout(resolve, n));
      await killed.kill();
      const next = start();
      await next.untilReady();
      await next.kill();
      expect(titles(next)).toEqual({ [sessionA]: 'A', [sessionB]: 'B', [sessionC]: `C${n}` });
    }
  });

  it('shares the cache with windows that write it at the same time', async () => {
    const { home, start } = fixture();
    for (let n = 0; n < 3; n++) {
      home.log(sessionC, [prompt(`C${n}`)]);
      const threads = [start(), start(), start()];
      await Promise.all(threads.map(run));
      for (const thread of threads)
        expect(titles(thread)).toEqual({ [sessionA]: 'A', [sessionB]: 'B', [sessionC]: `C${n}` });
      expect(fs.readdirSync(home.path('storage/cache'))).toHaveLength(1);
      const after = await run(start());
      expect(firstTitles(after)).toEqual(['A', 'B', `C${n}`]);
    }
  });

  it('asked to rebuild its index drops the cache, and keeps its rows until it has new ones', async () => {
    const { home, start } = fixture();
    await run(start());
    const thread = start();
    await thread.untilReady();
    const [name = ''] = fs.readdirSync(home.path('storage/cache'));
    const before = fs.statSync(home.path('storage/cache', name)).ino;
    fs.rmSync(home.logPath(sessionB, { cwd: 'search' }));
    const received = thread.received.length;
    await thread.request('rebuild');
    expect(fs.statSync(home.path('storage/cache', name)).ino).not.toBe(before);
    const removed = thread.received
      .slice(received)
      .flatMap((message) => (message.type === 'rows' ? message.removed : []));
    expect(removed).toEqual([sessionB]);
    expect(titles(thread)).toEqual({ [sessionA]: 'A' });
    await thread.close();
  });
});
