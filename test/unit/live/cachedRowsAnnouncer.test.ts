import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { CachedRowsAnnouncer } from '../../../src/live/cachedRowsAnnouncer.ts';
import type { SessionId, SessionRow } from '../../../src/core/model.ts';
import { prompt } from '../../fixtures/entries.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';

const idOf = (n: number) => `${String(n).padStart(8, '0')}-1111-4111-8111-111111111111` as SessionId;

it('rows of 800 sessions come in batches of 200 and 500, newest first, without one that is gone by then', () => {
  const home = makeHome();
  for (let n = 0; n < 800; n++) {
    const timestamp = new Date(1_767_000_000_000 - n * 1000).toISOString();
    home.log(idOf(n), [prompt('Hello', { timestamp })]);
  }
  const index = indexOf(home);
  const batches: SessionRow[][] = [];
  const announcer = new CachedRowsAnnouncer((rows) => batches.push([...rows]));
  announcer.start(index);
  expect([batches.length, announcer.hasMore]).toEqual([1, true]);
  fs.rmSync(home.logPath(idOf(300)));
  index.refresh();
  while (announcer.hasMore) announcer.announceBatch(index);
  expect(batches.map(({ length }) => length)).toEqual([200, 499, 100]);
  expect(batches.flat()).toEqual([...index.rows.newestFirst()]);
  index.close();
});
