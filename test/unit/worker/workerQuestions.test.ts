import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { WorkerThread } from '../../fixtures/workerThread.ts';

describe('the worker', { timeout: 120_000 }, () => {
  it('says of damaged logs what was skipped and why, and whether the start was from the cache', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A'), '{"damaged']);
    home.agentLog(sessionA, 'a1b2c3d', ['{"type":"us', prompt('Look'), '7']);
    home.log(sessionB, [prompt('B')]);
    for (const state of ['rebuilt', 'used']) {
      const thread = new WorkerThread({ roots: [home.root], cacheDirectory: home.path('cache') });
      await thread.untilReady();
      const { damaged, damage, cache, watching, startMs } = await thread.request('diagnostics');
      expect(damaged).toEqual([
        { name: 'agent-a1b2c3d.jsonl', skipped: 2, repaired: 0, reasons: ['not-json', 'not-object'] },
        { name: `${sessionA}.jsonl`, skipped: 1, repaired: 0, reasons: ['not-json'] },
      ]);
      expect(damage).toEqual([
        { reason: 'not-json', lines: 2 },
        { reason: 'not-object', lines: 1 },
      ]);
      expect(cache.state).toBe(state);
      expect(watching).toEqual({ folders: expect.any(Number) as number, complete: true });
      expect(watching?.folders).toBeGreaterThan(1);
      expect(startMs).toBeGreaterThan(0);
      await thread.close();
    }
  });

  it('counts no plan by the settings of a folder that was added to an untrusted workspace', async () => {
    const home = makeHome();
    home.repository();
    home.write('shop/.claude/settings.json', '{"plansDirectory":"docs"}');
    home.write('shop/docs/calm-painting-otter.md', '# Plan');
    home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
    fs.symlinkSync(home.path('shop'), home.path('opened'));
    const thread = new WorkerThread({ roots: [home.root], isTrusted: false });
    const plans = () => thread.rows.get(sessionA)?.plans;
    await thread.untilReady();
    expect(plans()).toBe(1);
    for (const folder of [home.path('shop'), home.path('shop/docs'), home.path('opened'), home.folder]) {
      thread.post({ type: 'folders', folders: { opened: [], untrusted: [folder] } });
      await thread.until(() => plans() === 0);
      thread.post({ type: 'folders', folders: { opened: [], untrusted: [home.path('shop-2')] } });
      await thread.until(() => plans() === 1);
    }
    await thread.close();
  });

  it('announces a session again when one of its extras changes after its text was requested', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const debug = home.write(`.claude/debug/${sessionA}.txt`, 'one\n');
    const thread = new WorkerThread({ roots: [home.root] });
    await thread.untilReady();
    expect(await thread.request('extraText', sessionA, debug)).toEqual({ text: 'one\n' });
    const announcements = () => thread.received.filter(({ type }) => type === 'rows').length;
    await thread.request('refresh');
    const before = announcements();
    fs.appendFileSync(debug, 'two\n');
    await thread.request('refresh');
    expect(announcements()).toBe(before + 1);
    await thread.close();
  });
});
