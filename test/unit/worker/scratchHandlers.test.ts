/** Requests about scratch, over a live index of a real data root. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import type { StaleSelection } from '../../../src/core/scratch/selectStale.ts';
import type { Handlers } from '../../../src/messages/requestMessage.ts';
import type { ScratchRequests } from '../../../src/service/scratchService.ts';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import { scratchHandlers } from '../../../src/worker/scratchHandlers.ts';
import { Home, sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';
import { day } from '../../fixtures/scratchTree.ts';

const week = 7 * day;
/** Process and start time as the table below knows them. */
const livePid = 4242;
const liveStart = '777';

let home: Home;
let live: LiveIndex;
let requests: Handlers<ScratchRequests>;
let announced: SessionId[];
let shop: string;

/** Task outputs of the machine that runs the test are nobody's. */
const noOutputs = { tmpDirs: [], uid: undefined, taskOutputs: [] };

beforeEach(() => {
  home = new Home();
  shop = home.repository();
  live = new LiveIndex(
    {
      roots: [home.root],
      processes: { startOf: (pid) => (pid === livePid ? liveStart : undefined) },
      scratchPatterns: [['tmp', 'agents']],
    },
    { changed: () => undefined, cached: () => undefined, status: () => undefined, problem: () => undefined },
  );
  announced = [];
  requests = scratchHandlers(
    live,
    (id) => announced.push(id),
    () => noOutputs,
  );
});

afterEach(() => {
  live.dispose();
  home.remove();
});

/** A session whose own entries are this old. */
function session(id: SessionId, age: number): void {
  home.log(id, [{ type: 'user', timestamp: new Date(Date.now() - age).toISOString(), message: { content: 'x' } }]);
}

/** A scratch directory of a session, everything in it this old. */
function scratch(id: SessionId, age: number, root = ['.erk', 'scratch', 'sessions']): string {
  const directory = path.join(shop, ...root, id);
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'notes.md'), '# Notes\n');
  const time = (Date.now() - age) / 1000;
  for (const each of [path.join(directory, 'notes.md'), directory]) fs.utimesSync(each, time, time);
  return directory;
}

function summary({ offered, kept }: StaleSelection): string[] {
  return [
    ...offered.map(({ candidate }) => `offered ${candidate.sessionId?.slice(0, 4)}`),
    ...kept.map(({ candidate, reason }) => `${reason} ${candidate.sessionId?.slice(0, 4)}`),
  ];
}

describe('stale scratch', () => {
  it('is offered, and kept when it is fresh or its session was active lately', async () => {
    session(sessionA, 20 * day);
    session(sessionB, 20 * day);
    session(sessionC, day);
    scratch(sessionA, 10 * day);
    scratch(sessionB, day);
    scratch(sessionC, 10 * day);
    const selection = await requests.staleScratch({ folders: [shop] }, week);
    expect(summary(selection)).toEqual(['offered 1111', 'fresh 2222', 'recent-log 3333']);
  });

  it('is found below the roots of the settings and in every worktree that a session ran in', async () => {
    session(sessionA, 20 * day);
    home.repository('tool');
    home.log(sessionB, [{ type: 'user', message: { content: 'x' } }], { cwd: 'tool' });
    scratch(sessionA, 10 * day, ['tmp', 'agents']);
    const elsewhere = home.path('tool', '.erk', 'scratch', sessionB);
    fs.mkdirSync(elsewhere, { recursive: true });
    fs.utimesSync(elsewhere, 1, 1);
    expect(summary(await requests.staleScratch('all', week)).sort()).toEqual(['offered 1111', 'offered 2222']);
    expect(summary(await requests.staleScratch({ folders: [shop] }, week))).toEqual(['offered 1111']);
  });

  it('waits for logs that are not read yet', async () => {
    session(sessionA, 0);
    scratch(sessionA, 10 * day);
    expect(live.index.rows.size).toBe(0);
    expect(summary(await requests.staleScratch({ folders: [shop] }, week))).toEqual(['recent-log 1111']);
  });
});

describe('moving', () => {
  async function offered(): Promise<StaleSelection['offered'][number]['candidate']> {
    const { offered: all } = await requests.staleScratch({ folders: [shop] }, week);
    if (!all[0]) throw new Error('nothing is offered');
    return all[0].candidate;
  }

  const request = { maxAgeMs: week, withRepositories: false };

  beforeEach(() => {
    session(sessionA, 20 * day);
    scratch(sessionA, 10 * day);
  });

  it('a moved and a restored directory are announced for their session alone', async () => {
    const result = await requests.moveScratch(await offered(), request);
    if (!result.moved) throw new Error(result.reason);
    expect(announced).toEqual([sessionA]);
    expect(live.index.rows.get(sessionA)?.scratch).toBe(0);
    await requests.restoreScratch(result.entry);
    expect(announced).toEqual([sessionA, sessionA]);
    expect(live.index.rows.get(sessionA)?.scratch).toBe(1);
  });

  it('a directory that is kept announces nothing', async () => {
    const candidate = await offered();
    fs.appendFileSync(path.join(candidate.path, 'notes.md'), 'more\n');
    await requests.moveScratch(candidate, request);
    expect(announced).toEqual([]);
  });

  it('puts a directory into the bin, and back where it was', async () => {
    const candidate = await offered();
    const result = await requests.moveScratch(candidate, request);
    expect(fs.existsSync(candidate.path)).toBe(false);
    const { entries: listed, unread } = await requests.listBin({ folders: [shop] });
    expect(unread).toEqual([]);
    expect(result).toMatchObject({ moved: true, entry: { entry: listed[0]?.entry } });
    if (!listed[0]) throw new Error('the bin is empty');
    expect(await requests.restoreScratch(listed[0])).toEqual({ restored: true, path: candidate.path, beside: false });
    expect(fs.readFileSync(path.join(candidate.path, 'notes.md'), 'utf8')).toBe('# Notes\n');
  });

  it('looks again at its session alone', async () => {
    session(sessionB, 0);
    const candidate = await offered();
    home.append(sessionB, [{ type: 'user', message: { content: 'more' } }]);
    const { bytesRead } = live.index;
    expect(await requests.moveScratch(candidate, request)).toMatchObject({ moved: true });
    expect(live.index.bytesRead).toBe(bytesRead);
  });

  it.each(['a log in another project', 'a flat agent log'])(
    'keeps the directory of a session that became active in %s',
    async (where) => {
      const candidate = await offered();
      const entry = { type: 'user', timestamp: new Date().toISOString(), message: { content: 'again' } };
      if (where === 'a flat agent log') home.agentLog(sessionA, 'a1b2c3d', [entry], true);
      else home.log(sessionA, [entry], { cwd: 'search' });
      expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'recent-log' });
    },
  );

  it('keeps the directory of a session while a folder of logs cannot be read', async () => {
    const candidate = await offered();
    fs.renameSync(home.projectDirectory(), home.path('shop-logs'));
    fs.symlinkSync(home.path('nowhere'), home.projectDirectory());
    expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'activity-unknown' });
  });

  it('keeps what was touched after it was shown', async () => {
    const candidate = await offered();
    fs.appendFileSync(path.join(candidate.path, 'notes.md'), 'more\n');
    expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'changed-since-preview' });
  });

  it('keeps the directory of a session that wrote to its log after it was shown', async () => {
    const candidate = await offered();
    const entry = { type: 'user', timestamp: new Date().toISOString(), message: { content: 'again' } };
    home.append(sessionA, [entry]);
    expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'recent-log' });
    expect(fs.existsSync(candidate.path)).toBe(true);
  });

  it('keeps the directory of a session that became active in a log that was not there before', async () => {
    const candidate = await offered();
    const entry = { type: 'user', timestamp: new Date().toISOString(), message: { content: 'again' } };
    home.agentLog(sessionA, 'a1b2c3d', [entry]);
    expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'recent-log' });
  });

  it('keeps every directory while a data root is not there', async () => {
    const candidate = await offered();
    fs.renameSync(home.root, home.path('away'));
    expect(await requests.moveScratch(candidate, request)).toEqual({ moved: false, reason: 'activity-unknown' });
  });

  it('keeps the directory of a session that came to life after it was shown, even when it was picked', async () => {
    const candidate = await offered();
    register();
    for (const maxAgeMs of [week, 'any'] as const) {
      const result = await requests.moveScratch(candidate, { ...request, maxAgeMs });
      expect(result).toEqual({ moved: false, reason: 'live-session' });
    }
    expect(summary(await requests.pickedScratch([candidate.path]))).toEqual(['live-session 1111']);
  });

  it('takes a picked directory whatever its age, and nothing that is no scratch', async () => {
    const fresh = scratch(sessionB, 0);
    fs.mkdirSync(path.join(shop, 'src'));
    const picked = await requests.pickedScratch([fresh, path.join(shop, 'src'), '/etc', path.join(shop, '.erk')]);
    expect(summary(picked)).toEqual([
      'offered 2222',
      'not-scratch undefined',
      'not-scratch undefined',
      'not-scratch undefined',
    ]);
    const [, src] = [picked.offered[0], picked.kept[0]];
    if (!src) throw new Error('nothing was kept');
    expect(await requests.moveScratch(src.candidate, { ...request, maxAgeMs: 'any' })).toEqual({
      moved: false,
      reason: 'not-scratch',
    });
  });

  it('keeps a directory with a repository until a person agrees', async () => {
    const directory = scratch(sessionB, 0);
    fs.mkdirSync(path.join(directory, 'clone', '.git'), { recursive: true });
    const { offered: all } = await requests.pickedScratch([directory]);
    if (!all[0]) throw new Error('nothing is offered');
    expect(all[0].needsExtraConfirmation).toBe(true);
    const any = { maxAgeMs: 'any', withRepositories: false } as const;
    expect(await requests.moveScratch(all[0].candidate, any)).toEqual({ moved: false, reason: 'nested-repository' });
    expect(await requests.moveScratch(all[0].candidate, { ...any, withRepositories: true })).toMatchObject({
      moved: true,
    });
  });

  function register(): void {
    const entry = { pid: livePid, sessionId: sessionA, cwd: shop, procStart: liveStart, status: 'busy' };
    home.write(path.join('.claude', 'sessions', `${livePid}.json`), JSON.stringify(entry));
  }
});

it('makes a new file for a session, and never over another', async () => {
  session(sessionA, 0);
  await live.refresh();
  const file = path.join(shop, '.erk', 'scratch', 'sessions', sessionA, 'notes.md');
  expect(await requests.newScratchFile(sessionA, 'notes.md')).toEqual({ path: file });
  expect(announced).toEqual([sessionA]);
  fs.writeFileSync(file, 'text\n');
  expect(await requests.newScratchFile(sessionA, 'notes.md')).toBe('exists');
  expect(fs.readFileSync(file, 'utf8')).toBe('text\n');
  expect(await requests.newScratchFile(sessionB, 'notes.md')).toBe('no-repository');
});
