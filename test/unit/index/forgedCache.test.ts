import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../../src/core/index/cache/cacheFile.ts';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import type { IndexHost } from '../../../src/core/index/indexTypes.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

/** A cache of a home with nested and flat agent logs, plans and several owners. */
function savedCache(): { home: Home; host: IndexHost; file: string; cold: SessionIndex } {
  const home = makeHome();
  home.plan('calm-painting-otter');
  home.plan('of-no-session');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter', gitBranch: 'main' })]);
  home.log(sessionB, [prompt('B')]);
  home.log(sessionB, [prompt('B again')], { cwd: 'search' });
  home.log(sessionC, [prompt('C')], { cwd: 'search' });
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  home.agentLog(sessionA, 'a9b8c7d', [prompt('A'), prompt('B', { sessionId: sessionB })], true);
  const nested = path.join(path.dirname(home.logPath(sessionA)), sessionA, 'subagents/workflows/wf_000001');
  fs.mkdirSync(nested, { recursive: true });
  fs.copyFileSync(home.agentLog(sessionA, 'a5b5c5d', [prompt('Deep')]), path.join(nested, 'agent-a5b5c5d.jsonl'));
  const cold = indexOf(home);
  const file = indexCacheFile(home.path('cache'), cold.host);
  writeIndexCache(file, cold)?.logs.close();
  return { home, host: cold.host, file, cold };
}

/** Where the head begins, and the bytes before it that its checksum covers. */
function partsOf(bytes: Buffer): { numbers: number; head: number } {
  const numbers = bytes.indexOf(0x0a) + 1;
  return { numbers, head: bytes.readDoubleLE(numbers) };
}

/** Puts the checksum right. */
function sign(bytes: Buffer): Buffer {
  const { numbers, head } = partsOf(bytes);
  const lasting = head + bytes.readDoubleLE(numbers + 8);
  const passing = checksum(bytes.subarray(head, lasting), checksum(bytes.subarray(numbers, numbers + 24)));
  const sum = checksum(bytes.subarray(lasting), passing);
  bytes.writeUInt32LE(sum, numbers + 24);
  return bytes;
}

/** All plans and logs that an index names. */
function namedPaths(index: SessionIndex): string[] {
  const rows = [...index.rows.values()];
  const details = rows.map(({ sessionId }) => detailsOf(index, sessionId));
  return [
    ...rows.flatMap(({ logs }) => logs),
    ...details.flatMap(({ plans, agents }) => [...plans, ...agents].map((one) => one.path)),
    ...unattributedItems(index).map((item) => item.path),
  ];
}

describe('a forged cache with a valid checksum', () => {
  it('names no plan outside of the plans directory', () => {
    const { home, host, file, cold } = savedCache();
    const bytes = fs.readFileSync(file);
    const at = bytes.lastIndexOf('of-no-session');
    bytes.write('../../outside'.padEnd('of-no-session'.length, 'x').slice(0, 13), at);
    fs.writeFileSync(file, sign(bytes));
    const index = new SessionIndex(host);
    index.restore(readIndexCache(file, host) ?? expect.unreachable());
    index.refresh();
    expect(unattributedItems(index)).toEqual(unattributedItems(cold));
    expect(unattributedItems(index).map((item) => item.path)).toEqual([home.planPath('of-no-session')]);
    index.close();
  });

  it.each<[string, (home: Home) => string, string]>([
    ['a project', (home) => path.basename(home.projectDirectory({ cwd: 'search' })), '../../'],
    ['a folder of agents', () => 'wf_000001', '../../x/y'],
    ['a log', () => 'agent-a1b2c3d.jsonl', '../../../'],
  ])('whose name of %s leads elsewhere is not believed', (_what, nameIn, elsewhere) => {
    const { home, host, file } = savedCache();
    const name = nameIn(home);
    const bytes = fs.readFileSync(file);
    const { head } = partsOf(bytes);
    const at = bytes.indexOf(name, head);
    expect(at).toBeGreaterThan(head);
    const whole = readIndexCache(file, host) ?? expect.unreachable();
    whole.logs.close();
    bytes.write(elsewhere.padEnd(name.length, 'x'), at);
    fs.writeFileSync(file, sign(bytes));
    expect(readIndexCache(file, host)).toBeUndefined();
  });

  const runs = Number(process.env['FORGED_HEADS'] ?? 400);

  it(
    `of which any byte of the head differs throws nothing and names nothing outside of the data root, ${runs} times (FORGED_HEADS)`,
    { timeout: 60_000 },
    () => {
      const { home, host, file } = savedCache();
      const whole = fs.readFileSync(file);
      const { head } = partsOf(whole);
      const random = new Seeded(20260106);
      let believed = 0;
      for (let run = 0; run < runs; run++) {
        const bytes = Buffer.from(whole);
        const at = head + random.below(bytes.length - head);
        bytes[at] = run % 3 === 0 ? 0xff : (bytes[at] ?? 0) ^ (1 << random.below(8));
        fs.writeFileSync(file, sign(bytes));
        const index = new SessionIndex(host);
        const stored = readIndexCache(file, host);
        if (stored !== undefined) {
          believed++;
          index.restore(stored);
        }
        index.refresh();
        const outside = namedPaths(index).filter((one) => !path.normalize(one).startsWith(home.root + path.sep));
        expect([run, at - head, outside]).toEqual([run, at - head, []]);
        index.close();
      }
      expect(believed).toBeGreaterThan(runs / 4);
    },
  );
});
