import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionC } from '../../fixtures/homes.ts';
import { indexOf } from '../../fixtures/indexed.ts';
import { fixture, ids, listing, started } from '../../fixtures/savedIndex.ts';

describe('an index that starts from a cache', () => {
  it('gives the answers of a cold index and reads no unchanged log', () => {
    const { home, host, file } = fixture();
    const cold = indexOf(home);
    writeIndexCache(file, cold)?.logs.close();
    expect(started(host, file)).toEqual({ listing: listing(cold), isUsed: true, bytesRead: 0 });
  });

  it("reads no unchanged log of a session's folder that is named in capitals", () => {
    const { home, host, file } = fixture();
    const id = 'abcdef12-3456-4789-8abc-def012345678' as SessionId;
    const log = home.log(id, [prompt('Shouted')]);
    const agent = home.agentLog(id, 'a1b2c3d', [prompt('Look')]);
    const shouted = log.replace(`${id}.jsonl`, id.toUpperCase());
    fs.renameSync(log, `${shouted}.jsonl`);
    fs.renameSync(log.replace('.jsonl', ''), shouted);
    const cold = indexOf(home);
    writeIndexCache(file, cold)?.logs.close();
    expect(cold.logs.has(agent.replace(id, id.toUpperCase()))).toBe(true);
    expect(started(host, file)).toEqual({ listing: listing(cold), isUsed: true, bytesRead: 0 });
  });

  it('that is cut or removed after it was opened gives the answers of a cold index', () => {
    const { home, host, file } = fixture();
    const cold = indexOf(home);
    for (const damage of [() => fs.truncateSync(file, 0), () => fs.truncateSync(file, 200), () => fs.rmSync(file)]) {
      writeIndexCache(file, cold)?.logs.close();
      const index = new SessionIndex(host);
      const stored = readIndexCache(file, host);
      expect(stored).toBeDefined();
      if (stored !== undefined) index.restore(stored);
      index.refresh();
      damage();
      expect(listing(index)).toBe(listing(cold));
      index.close();
    }
  });

  it('of other roots is not used', () => {
    const { home, file } = fixture();
    const other = fixture();
    writeIndexCache(file, indexOf(home))?.logs.close();
    expect(readIndexCache(file, other.host)).toBeUndefined();
    expect(indexCacheFile(home.path('cache'), other.host)).not.toBe(file);
  });

  it('has no session whose logs are gone', () => {
    const { home, host, file } = fixture();
    writeIndexCache(file, indexOf(home))?.logs.close();
    fs.rmSync(home.path('.claude/projects'), { recursive: true });
    const index = new SessionIndex(host);
    const stored = readIndexCache(file, host);
    if (stored !== undefined) index.restore(stored);
    expect([...index.refresh().removed].sort()).toEqual([...ids]);
    expect(index.rows.size).toBe(0);
    index.close();
  });
});

describe('an index that was offloaded to its cache', () => {
  it('gives the answers of a cold index, before and after changes', () => {
    const { home, file } = fixture();
    const index = indexOf(home);
    const offload = (): void => index.offload(writeIndexCache(file, index) ?? expect.unreachable());
    const agree = (): void => {
      const cold = indexOf(home);
      expect(listing(index)).toBe(listing(cold));
      expect(structuredClone([...index.rows.newestFirst()])).toEqual([...cold.rows.newestFirst()]);
    };
    offload();
    agree();
    home.plan('brave-counting-heron');
    home.append(sessionA, [prompt('On', { slug: 'brave-counting-heron' })]);
    index.refresh();
    agree();
    offload();
    fs.rmSync(home.planPath('calm-painting-otter'));
    fs.rmSync(home.logPath(sessionC));
    home.agentLog(sessionA, 'a0b2c3d', [prompt('Found after a1b2c3d')]);
    index.refresh();
    agree();
    offload();
    agree();
    index.close();
  });

  it('keeps no row of a touched session in memory when the row did not change', () => {
    const { home, file } = fixture();
    const index = indexOf(home);
    index.offload(writeIndexCache(file, index) ?? expect.unreachable());
    const before = index.rows.get(sessionA);
    fs.utimesSync(home.logPath(sessionA), 1, 1);
    expect(index.refresh()).toEqual({ changed: new Set(), removed: new Set() });
    const after = index.rows.get(sessionA);
    expect(after).toEqual(before);
    // Decoded anew: the row is still in the cache alone.
    expect(index.rows.get(sessionA)).not.toBe(after);
    index.close();
  });
});

describe('saving a cache', () => {
  it('leaves the one before when the disk refuses', () => {
    const { home, host, file } = fixture();
    const cold = indexOf(home);
    writeIndexCache(file, cold)?.logs.close();
    const before = fs.readFileSync(file);
    const blocked = indexCacheFile(home.write('a-file', ''), host);
    expect(writeIndexCache(blocked, cold)).toBeUndefined();
    expect(fs.readFileSync(file)).toEqual(before);
  });

  it('deletes temporary files of killed writers, and no others', () => {
    const { home, file } = fixture();
    const cold = indexOf(home);
    writeIndexCache(file, cold)?.logs.close();
    // No process has this number; that of one that has ended may be another's at once.
    fs.writeFileSync(`${file}.${2 ** 31 - 2}.abc.tmp`, 'half');
    fs.writeFileSync(`${file}.${process.pid}.abc.tmp`, 'being written');
    fs.writeFileSync(home.path('cache/notes.tmp'), 'mine');
    // The ID of a process that runs was another one's before.
    const old = `${file}.${process.pid}.old.tmp`;
    fs.writeFileSync(old, 'left behind');
    fs.utimesSync(old, 0, 0);
    writeIndexCache(file, cold)?.logs.close();
    const left = fs.readdirSync(home.path('cache')).map((name) => home.path('cache', name));
    expect(left.sort()).toEqual([file, `${file}.${process.pid}.abc.tmp`, home.path('cache/notes.tmp')].sort());
  });
});
