/** What a cache says of each log and of the logs of each session, beside what the logs say themselves. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import type { CachedIndex } from '../../../src/core/index/cachedIndex.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { LogSummary } from '../../../src/core/log/trackedLog.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionB, sessionC } from '../../fixtures/homes.ts';
import { indexOf } from '../../fixtures/indexed.ts';
import { fixture } from '../../fixtures/savedIndex.ts';

/** B has logs in two projects, one of them damaged and repaired, and C speaks of files. */
function saved(): { cold: SessionIndex; stored: CachedIndex } {
  const { home, host, file } = fixture();
  const whole = `\0{"type":"user","uuid":"u","sessionId":"${sessionB}"}`;
  home.log(sessionB, ['garbage', whole, 'more garbage', prompt('B again')], { cwd: 'elsewhere' });
  home.log(sessionC, [written(home.path('shop/a.txt'), 'x')]);
  const cold = indexOf(home);
  writeIndexCache(file, cold)?.logs.close();
  return { cold, stored: readIndexCache(file, host) ?? expect.unreachable() };
}

function said(place: string, log: LogSummary) {
  const { stamp, owners, badLines, repairedLines, speaksOfFiles } = log;
  return { place, stamp, owners, badLines, repairedLines, speaksOfFiles, encoded: log.encode()?.toString() };
}

it('each log is as it was: its stamp, its owners, its damage, and all that it says', () => {
  const { cold, stored } = saved();
  const wanted = [...cold.logs.folders].flatMap((one) =>
    Array.from(cold.logs.summariesOf(one), ({ name, summary }) => said(path.join(one.folder.path, name), summary)),
  );
  const found = stored.logs.folders.flatMap(({ folder, first, count, names }) => {
    const logs = names.split('\n').map((name, i) => said(path.join(folder.path, name), stored.logs.logAt(first + i)));
    expect(logs).toHaveLength(count);
    return logs;
  });
  stored.logs.close();
  expect(found).toEqual(wanted);
  expect(found.every(({ encoded }) => encoded?.startsWith('['))).toBe(true);
  expect(found.map(({ badLines, repairedLines }) => [badLines, repairedLines])).toContainEqual([2, 1]);
  expect(found.some(({ owners }) => owners.length === 2)).toBe(true);
  expect(new Set(found.map(({ speaksOfFiles }) => speaksOfFiles))).toEqual(new Set([true, false]));
});

it('the logs of each session are those of its row, in their order', () => {
  const { cold, stored } = saved();
  const numbers = Array.from({ length: stored.rows.ids.count }, (_, number) => number);
  const logs = numbers.map((number) => [stored.rows.ids.idAt(number), stored.rows.rowAt(number).logs]);
  stored.logs.close();
  expect(logs).toEqual([...cold.rows.newestFirst()].map((row) => [row.sessionId, row.logs]));
  expect(cold.rows.get(sessionB)?.logs).toHaveLength(2);
  expect(logs.every(([, of]) => (of as string[]).every((file) => fs.existsSync(file)))).toBe(true);
});
