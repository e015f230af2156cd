/** Requests about files, over a live index that has only begun to read. */
import { expect, it, vi } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import { fileHandlers } from '../../../src/worker/fileHandlers.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const noScratch = { tmpDirs: [], uid: undefined, taskOutputs: [] };

it('a question that comes before all logs are read is answered from all of them', async () => {
  const home = makeHome();
  home.log(sessionA, [prompt('A'), written('/w/a.js', 'x')]);
  home.log(sessionB, [prompt('B'), written('/w/a.js', 'y')]);
  const nothing = () => undefined;
  let time = 0;
  // So slow that each step of reading is a slice of its own, after which requests are answered.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 1000));
  const host = { roots: [home.root], processes: { startOf: () => undefined } };
  const live = new LiveIndex(host, { changed: nothing, cached: nothing, status: nothing, problem: nothing });
  const started = live.start();
  const { sessions } = await fileHandlers(live, undefined, () => noScratch).writersOf('/w/a.js');
  expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual([sessionA, sessionB].sort());
  await started;
  live.dispose();
  clock.mockRestore();
});

it('a plan that two sessions wrote belongs to both, and a file of the project to none', async () => {
  const home = makeHome();
  const plan = home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A'), written(plan, '# A\n'), written('/w/a.js', 'x')]);
  home.log(sessionB, [prompt('B'), written(plan, '# B\n')]);
  const nothing = () => undefined;
  const host = { roots: [home.root], processes: { startOf: () => undefined } };
  const live = new LiveIndex(host, { changed: nothing, cached: nothing, status: nothing, problem: nothing });
  await live.start();
  const { ownersOfFile } = fileHandlers(live, undefined, () => noScratch);
  expect((await ownersOfFile(plan)).map(({ sessionId, kind }) => [sessionId, kind])).toEqual([
    [sessionA, 'plan'],
    [sessionB, 'plan'],
  ]);
  expect(await ownersOfFile('/w/a.js')).toEqual([]);
  live.dispose();
});

it('a question about live sessions during a rebuild is answered from the new index alone', async () => {
  const home = makeHome();
  const starts: Readonly<Record<number, string>> = { 4241: '1', 4242: '2' };
  const open = (id: SessionId, pid: number) => {
    home.log(id, [prompt('x'), written('/w/a.js', id)]);
    const entry = { pid, sessionId: id, cwd: '/w', procStart: starts[pid], status: 'busy' };
    home.write(`.claude/sessions/${pid}.json`, JSON.stringify(entry));
  };
  open(sessionA, 4241);
  const nothing = () => undefined;
  const host = { roots: [home.root], processes: { startOf: (pid: number) => starts[pid] } };
  const live = new LiveIndex(host, { changed: nothing, cached: nothing, status: nothing, problem: nothing });
  await live.start();
  const { collisions } = fileHandlers(live, undefined, () => noScratch);
  expect(await collisions()).toEqual([]);
  open(sessionB, 4242);
  const rebuilt = live.rebuild();
  const found = await collisions();
  expect(found.map(({ path, sessions }) => [path, sessions.length])).toEqual([['/w/a.js', 2]]);
  await rebuilt;
  live.dispose();
});
