import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

describe('a live session', () => {
  const startedAt = Date.UTC(2026, 0, 2, 3, 4);
  const processes = { startOf: (pid: number) => (pid > 0 ? '7' : undefined) };
  let home: Home;
  const register = (pid: number, more: object) =>
    home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ pid, procStart: '7', status: 'idle', ...more }));

  beforeEach(() => {
    home = makeHome();
    home.log(sessionA, [prompt('A')]);
  });

  it('changes when its registry entry changes without a change of state', () => {
    register(38, { sessionId: sessionA, status: 'waiting', waitingFor: 'permission prompt' });
    const index = indexOf(home, { processes });
    expect([...index.refreshSurroundings().changed]).toEqual([]);
    register(38, { sessionId: sessionA, status: 'waiting', waitingFor: 'an answer' });
    expect([...index.refreshSurroundings().changed]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).waitingFor).toBe('an answer');
    register(39, { sessionId: sessionA, status: 'waiting', waitingFor: 'an answer' });
    expect([...index.refreshSurroundings().changed]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).processes.map(({ pid }) => pid)).toEqual([38, 39]);
    expect([...index.refreshSurroundings().changed]).toEqual([]);
  });

  it('without a log is a row made of its registry entry, until its process ends', () => {
    register(38, { sessionId: sessionB, cwd: '/home/dev/work/shop', startedAt });
    const index = indexOf(home, { processes });
    const { cwds, title, state, lastActivity, firstActivity, root, logs } = index.rows.get(sessionB)!;
    expect({ cwds, title, state, lastActivity, firstActivity, root, logs }).toEqual({
      cwds: ['/home/dev/work/shop'],
      title: undefined,
      state: 'idle',
      lastActivity: startedAt,
      firstActivity: undefined,
      root: home.root,
      logs: [],
    });
    expect(detailsOf(index, sessionB)).toMatchObject({ logs: [], plans: [], agents: [], processes: [{ pid: 38 }] });
    fs.rmSync(home.path('.claude/sessions/38.json'));
    expect(index.refreshSurroundings()).toEqual({ changed: new Set(), removed: new Set([sessionB]) });
    expect(index.sessionLogs(sessionB)).toBeUndefined();
  });

  it('without a log keeps its row when its log appears', () => {
    register(38, { sessionId: sessionB, cwd: '/home/dev/work/shop', startedAt });
    const index = indexOf(home, { processes });
    home.log(sessionB, [prompt('B')]);
    expect(index.refresh()).toEqual({ changed: new Set([sessionB]), removed: new Set() });
    expect(index.rows.get(sessionB)).toMatchObject({ title: 'B', state: 'idle' });
  });

  it('whose log is not read yet is never a row without its title', () => {
    home.log(sessionB, [prompt('B')]);
    register(38, { sessionId: sessionB, cwd: '/home/dev/work/shop', startedAt });
    const index = new SessionIndex({ ...indexOf(home).host, processes });
    const titles = new Set<string | undefined>();
    for (const { change } of index.refreshSteps(1)) {
      index.refreshSurroundings();
      for (const id of change?.changed ?? []) titles.add(index.rows.get(id)?.title);
    }
    expect([...titles].sort()).toEqual(['A', 'B']);
    expect(index.rows.get(sessionB)?.title).toBe('B');
  });

  it('without a log is not cached', () => {
    register(38, { sessionId: sessionB, cwd: '/home/dev/work/shop', startedAt });
    const index = indexOf(home, { processes });
    const file = indexCacheFile(home.path('cache'), index.host);
    writeIndexCache(file, index)?.logs.close();
    fs.rmSync(home.path('.claude/sessions/38.json'));
    const next = new SessionIndex(index.host);
    next.restore(readIndexCache(file, index.host) ?? expect.unreachable());
    expect([...next.rows.keys()]).toEqual([sessionA]);
  });
});

describe('a log that moves to another project', () => {
  it.each(['its old place first', 'its new place first'])('is a change of its session, %s', (order) => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const index = indexOf(home);
    const from = home.logPath(sessionA);
    const to = path.join(path.dirname(home.projectDirectory()), '-home-dev-work-search', path.basename(from));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.renameSync(from, to);
    const looked = order === 'its old place first' ? [from] : [to, from];
    const { unknown, ...change } = index.refreshLogs(looked);
    expect({ unknown, ...change }).toEqual({ unknown: true, changed: new Set(), removed: new Set() });
    expect(index.rows.get(sessionA)?.title).toBe('A');
    const steps = [...index.refreshSteps(1)].flatMap(({ change: step }) => [...(step?.removed ?? [])]);
    expect(steps).toEqual([]);
    expect(index.rows.get(sessionA)).toMatchObject({ title: 'A', logs: [to] });
  });
});
