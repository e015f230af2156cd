/** Requests about files, over a live index that has only begun to read. */
import { expect, it, vi } from 'vitest';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import { fileHandlers } from '../../../src/worker/fileHandlers.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

it('a question that comes before all logs are read is answered from all of them', async () => {
  const home = makeHome();
  home.log(sessionA, [prompt('A'), written('/w/a.js', 'x')]);
  home.log(sessionB, [prompt('B'), written('/w/a.js', 'y')]);
  const nothing = () => undefined;
  let time = 0;
  // So slow that each step of reading is a slice of its own, after which requests are answered.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 1000));
  const host = { roots: [home.root], processes: { startOf: () => undefined } };
  const live = new LiveIndex(host, { changed: nothing, status: nothing, problem: nothing });
  const started = live.start();
  const { sessions } = await fileHandlers(live, undefined).writersOf('/w/a.js');
  expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual([sessionA, sessionB].sort());
  await started;
  live.dispose();
  clock.mockRestore();
});
