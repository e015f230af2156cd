import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { statFields } from '../../../src/core/disk/processes.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import type { IndexChange } from '../../../src/core/index/indexTypes.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { answer, planMode, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { asNobody, asRoot } from '../../fixtures/rights.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

/** Where files are not closed to a reader by their mode. */
const isWindows = process.platform === 'win32';

const ids = (index: SessionIndex): SessionId[] => [...index.rows.keys()].sort();

describe('the title of a session', () => {
  const custom = { type: 'custom-title', customTitle: 'Named by hand' };
  const ai = { type: 'ai-title', aiTitle: 'Named by the client' };
  const summary = { type: 'summary', summary: 'Summed up', sessionId: undefined, timestamp: undefined, leafUuid: 'x' };

  it.each([
    ['custom', 'Named by hand', [custom, prompt('First prompt'), summary, ai]],
    ['ai', 'Named by the client', [prompt('First prompt'), ai, summary]],
    ['summary', 'Summed up', [summary, prompt('First prompt')]],
    ['prompt', 'First prompt', [prompt('First prompt'), prompt('Second prompt')]],
    [undefined, undefined, [answer('Nobody asked')]],
  ] as const)('is taken from %s: %s', (titleSource, title, lines) => {
    const home = makeHome();
    home.log(sessionA, lines);
    expect(indexOf(home).rows.get(sessionA)).toMatchObject({ title, titleSource });
  });

  it("is not taken from another session's entries", () => {
    const home = makeHome();
    home.log(sessionA, [{ ...custom, sessionId: sessionB }, prompt('Foreign', { sessionId: sessionB }), prompt('Own')]);
    expect(indexOf(home).rows.get(sessionA)?.title).toBe('Own');
  });
});

describe('places and times of a session', () => {
  it('working directories in order of first appearance, places of worktrees and moves included', () => {
    const home = makeHome();
    home.log(sessionA, [
      prompt('1', { cwd: '/b' }),
      prompt('2', { cwd: '/a' }),
      prompt('3', { cwd: '/b' }),
      { type: 'relocated', relocatedCwd: '/c' },
      { type: 'worktree-state', worktreeSession: { worktreePath: '/d' } },
      prompt('6', { cwd: '/foreign', sessionId: sessionB }),
      prompt('7', { cwd: '/sidechain', isSidechain: true }),
    ]);
    expect(indexOf(home).rows.get(sessionA)?.cwds).toEqual(['/b', '/a', home.path('shop'), '/c', '/d']);
  });

  it('last activity is the largest time in its own entries, agents included, never a time of a file', () => {
    const home = makeHome();
    const at = (second: number) => ({ timestamp: new Date(timeOfLine(second)).toISOString() });
    home.log(sessionA, [
      prompt('late', at(50)),
      prompt('early', at(10)),
      prompt('foreign', { ...at(99), sessionId: sessionB }),
      prompt('no time', { timestamp: 'yesterday' }),
      prompt('impossible', { timestamp: '9999-99-99T99:99:99.999Z' }),
    ]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look', at(60))]);
    fs.utimesSync(home.logPath(sessionA), 4_000_000_000, 4_000_000_000);
    expect(indexOf(home).rows.get(sessionA)).toMatchObject({
      firstActivity: timeOfLine(10),
      lastActivity: timeOfLine(60),
    });
  });

  it('the branch is the last one named', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('1', { gitBranch: 'main' }), prompt('2', { gitBranch: 'cart' }), prompt('3')]);
    expect(indexOf(home).rows.get(sessionA)?.branch).toBe('cart');
  });
});

describe('a refresh returns exactly the sessions that changed', () => {
  function twoSessions(): { home: Home; index: SessionIndex } {
    const home = makeHome();
    home.plan('calm-painting-otter');
    home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
    home.log(sessionB, [prompt('B')], { cwd: 'search' });
    return { home, index: indexOf(home) };
  }

  const said = ({ changed, removed }: IndexChange) => ({ changed: [...changed].sort(), removed: [...removed].sort() });

  it.each<[string, (home: Home) => void, { changed?: SessionId[]; removed?: SessionId[] }]>([
    ['nothing', () => undefined, {}],
    ['a touched log', (home) => fs.utimesSync(home.logPath(sessionA), 1, 1), {}],
    [
      'a log that grew by a line that says nothing new',
      (home) => home.append(sessionA, [{ type: 'mode', timestamp: undefined }]),
      {},
    ],
    ['a log that grew', (home) => home.append(sessionA, [prompt('More')]), { changed: [sessionA] }],
    ['a log that was emptied', (home) => fs.truncateSync(home.logPath(sessionA)), { changed: [sessionA] }],
    ['a new session', (home) => home.log(sessionC, [prompt('C')]), { changed: [sessionC] }],
    ['a new agent', (home) => home.agentLog(sessionB, 'a1b2c3d', [prompt('Look')]), { changed: [sessionB] }],
    ['a deleted log', (home) => fs.rmSync(home.logPath(sessionB, { cwd: 'search' })), { removed: [sessionB] }],
    ['a deleted plan', (home) => fs.rmSync(home.planPath('calm-painting-otter')), { changed: [sessionA] }],
    ['a plan of nobody', (home) => home.plan('plan-of-nobody-else'), {}],
    [
      'another session of the same plan',
      (home) => home.append(sessionB, [prompt('B', { slug: 'calm-painting-otter' })], { cwd: 'search' }),
      { changed: [sessionA, sessionB] },
    ],
    [
      'all projects gone',
      (home) => fs.rmSync(home.path('.claude/projects'), { recursive: true }),
      { removed: [sessionA, sessionB] },
    ],
  ])('%s', (_name, change, { changed = [], removed = [] }) => {
    const { home, index } = twoSessions();
    change(home);
    expect(said(index.refresh())).toEqual({ changed, removed });
    expect(said(index.refresh())).toEqual({ changed: [], removed: [] });
  });

  it('a session whose log went and whose agents stay has changed, not gone', () => {
    const { home, index } = twoSessions();
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    index.refresh();
    fs.rmSync(home.logPath(sessionA));
    expect(said(index.refresh())).toEqual({ changed: [sessionA], removed: [] });
    expect(index.rows.get(sessionA)).toMatchObject({ logs: [], agents: 1, title: undefined });
  });

  it('refreshLogs with one log reads that one alone', () => {
    const { home, index } = twoSessions();
    home.append(sessionA, [prompt('More')]);
    home.append(sessionB, [prompt('More')], { cwd: 'search' });
    const before = index.figures().bytesRead;
    const { unknown, ...change } = index.refreshLogs([home.logPath(sessionA)]);
    expect([unknown, said(change)]).toEqual([false, { changed: [sessionA], removed: [] }]);
    expect(index.figures().bytesRead - before).toBeLessThan(250);
    expect(index.refreshLogs([home.path('unheard-of.jsonl')]).unknown).toBe(true);
    expect(said(index.refresh())).toEqual({ changed: [sessionB], removed: [] });
  });

  it('refreshLogs with a log whose folder is a file now deletes the log', () => {
    const { home, index } = twoSessions();
    fs.rmSync(home.projectDirectory(), { recursive: true });
    fs.writeFileSync(home.projectDirectory(), '');
    expect(said(index.refreshLogs([home.logPath(sessionA)]))).toEqual({ changed: [], removed: [sessionA] });
    index.refresh();
    expect(ids(index)).toEqual([sessionB]);
  });

  it('the first reading shows sessions while it goes on', () => {
    const home = makeHome();
    for (let i = 0; i < 250; i++) {
      home.log(`${String(i).padStart(8, '0')}-0000-4000-8000-000000000000` as SessionId, [prompt(`${i}`)]);
    }
    const index = new SessionIndex({ roots: [home.root], processes: { startOf: () => undefined } });
    const shown: number[] = [];
    for (const { total, change } of index.refreshSteps()) {
      // Not known until all folders are listed.
      expect([0, 250]).toContain(total);
      if (change !== undefined) shown.push(index.rows.size);
    }
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(shown[0]).toBeLessThan(250);
    expect(index.rows.size).toBe(250);
  });
});

describe('what cannot be read', () => {
  it.skipIf(isWindows)('a log without the right to read it keeps its last good data, and comes back by itself', () => {
    const home = makeHome();
    fs.chmodSync(home.folder, 0o755);
    const file = home.log(sessionA, [prompt('Readable', { slug: 'calm-painting-otter' })]);
    home.log(sessionB, [prompt('B')]);
    asNobody(() => {
      const index = indexOf(home);
      asRoot(() => {
        home.append(sessionA, [prompt('More')]);
        fs.chmodSync(file, 0);
      });
      index.refresh();
      expect(index.rows.get(sessionA)?.title).toBe('Readable');
      expect(index.logs.get(file)?.state).toBe('unreadable');

      const cold = indexOf(home);
      expect(cold.rows.get(sessionA)).toMatchObject({ title: undefined, plans: 0 });
      expect(cold.rows.get(sessionB)?.title).toBe('B');

      asRoot(() => fs.chmodSync(file, 0o644));
      for (const one of [index, cold]) {
        one.refresh();
        expect(one.logs.get(file)).toMatchObject({ state: 'read', facts: { entries: 2 } });
      }
    });
  });

  it.skipIf(isWindows)('a project folder that may be listed and not entered stops nothing', () => {
    const home = makeHome();
    fs.chmodSync(home.folder, 0o755);
    home.log(sessionA, [prompt('A')]);
    home.log(sessionB, [prompt('B')], { cwd: 'search' });
    asNobody(() => {
      const index = indexOf(home);
      asRoot(() => fs.chmodSync(home.projectDirectory(), 0o644));
      index.refresh();
      expect(index.rows.get(sessionB)?.title).toBe('B');
      expect(indexOf(home).rows.get(sessionB)?.title).toBe('B');
      asRoot(() => fs.chmodSync(home.projectDirectory(), 0));
      index.refresh();
      expect(index.rows.get(sessionB)?.title).toBe('B');
      asRoot(() => fs.chmodSync(home.projectDirectory(), 0o755));
      index.refresh();
      expect(index.rows.get(sessionA)?.title).toBe('A');
    });
  });

  it.skipIf(isWindows)('a plans folder without the right to list it is as one without plans', () => {
    const home = makeHome();
    fs.chmodSync(home.folder, 0o755);
    const file = home.plan('calm-painting-otter');
    home.log(sessionA, [planMode(file, true)]);
    asNobody(() => {
      asRoot(() => fs.chmodSync(home.path('.claude/plans'), 0));
      const index = indexOf(home);
      expect(detailsOf(index, sessionA).plan?.state).toBe('missing');
      asRoot(() => fs.chmodSync(home.path('.claude/plans'), 0o755));
      index.refresh();
      expect(detailsOf(index, sessionA).plan?.state).toBe('found');
      asRoot(() => fs.chmodSync(file, 0));
      expect(detailsOf(index, sessionA).plan?.state).toBe('unreadable');
    });
  });

  it('a root that is not there is empty; it fills once it is, and empties again', () => {
    const home = makeHome();
    const root = home.path('later');
    const index = indexOf(home, { roots: [root] });
    expect([index.rootsFound, ids(index)]).toEqual([[], []]);
    home.log(sessionA, [prompt('A')], { root: 'later' });
    index.refresh();
    expect([index.rootsFound, ids(index)]).toEqual([[root], [sessionA]]);
    fs.rmSync(root, { recursive: true });
    expect([...index.refresh().removed]).toEqual([sessionA]);
    expect(index.rootsFound).toEqual([]);
  });

  it.each<[string, (file: string) => void]>([
    ['a file in the place of the root', (root) => fs.writeFileSync(root, '')],
    ['a link to nowhere in its place', (root) => fs.symlinkSync('/nowhere', root)],
  ])('%s is an empty root', (_name, make) => {
    const home = makeHome();
    make(home.path('root'));
    expect(ids(indexOf(home, { roots: [home.path('root')] }))).toEqual([]);
  });
});

describe('what is no log', () => {
  it('names, folders and links in the place of a log are passed over with the reason', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const project = home.projectDirectory();
    fs.mkdirSync(`${project}/x.jsonl`);
    fs.mkdirSync(`${project}/${sessionB}.jsonl`);
    fs.symlinkSync(home.logPath(sessionA), `${project}/${sessionC}.jsonl`);
    fs.writeFileSync(`${project}/notes.jsonl`, '');
    fs.writeFileSync(`${project}/notes.txt`, '');
    const index = indexOf(home);
    expect(ids(index)).toEqual([sessionA]);
    expect([...index.passedOver].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: `${project}/${sessionB}.jsonl`, reason: 'not-a-regular-file' },
      { path: `${project}/${sessionC}.jsonl`, reason: 'not-a-regular-file' },
      { path: `${project}/notes.jsonl`, reason: 'ignored-name' },
      { path: `${project}/x.jsonl`, reason: 'ignored-name' },
    ]);
  });

  it('an upper-case log name is the same session; both spellings are one', () => {
    const home = makeHome();
    const id = 'abcdef12-3456-4789-8abc-def012345678' as SessionId;
    home.log(id, [prompt('lower')]);
    home.log(id.toUpperCase() as SessionId, [prompt('upper', { sessionId: id })], { cwd: 'search' });
    const index = indexOf(home);
    expect(ids(index)).toEqual([id]);
    expect(detailsOf(index, id).logs).toHaveLength(2);
  });

  it('links to project directories are not entered', () => {
    const home = makeHome();
    const elsewhere = makeHome();
    elsewhere.log(sessionA, [prompt('A')]);
    fs.symlinkSync(elsewhere.projectDirectory(), home.path('.claude/projects/-linked'));
    expect(ids(indexOf(home))).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('the live registry', () => {
  const start = (pid: number) => processTable(() => false).startOf(pid);
  const self = process.pid;

  function stateOf(entry: object | string, pid: number | string = self): string | undefined {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    home.write(`.claude/sessions/${pid}.json`, typeof entry === 'string' ? entry : JSON.stringify(entry));
    return indexOf(home, { processes: processTable(() => false) }).rows.get(sessionA)?.state;
  }

  it.each([
    ['busy', 'busy'],
    ['idle', 'idle'],
    ['waiting', 'waiting'],
    ['something new', 'running'],
    [undefined, 'running'],
  ])('status %s of a living process is %s', (status, state) => {
    expect(stateOf({ pid: self, sessionId: sessionA, procStart: start(self), status })).toBe(state);
    expect(stateOf({ pid: self, sessionId: sessionA, procStart: Number(start(self)), status })).toBe(state);
  });

  it.each<[string, object | string, (number | string)?]>([
    ['whose process started at another time', { pid: self, sessionId: sessionA, procStart: '1' }],
    ['without a start time (2.1.100)', { pid: self, sessionId: sessionA }],
    ['of another process than its name says', { pid: self, sessionId: sessionA, procStart: start(self) }, 1],
    ['that is torn', `{"pid":${self},"sessionId":"${sessionA}","procSt`],
    ['that is empty', ''],
    ['of no session', { pid: self, sessionId: '../x', procStart: start(self) }],
    ['with a name that is no process', { pid: self, sessionId: sessionA, procStart: start(self) }, 'x'],
    ['of the wrong types', { pid: 'x', sessionId: 7, procStart: [] }],
  ])('an entry %s proves nothing', (_name, entry, pid) => {
    expect(stateOf(entry, pid)).toBeUndefined();
  });

  it('an entry of a process that ended proves nothing any more', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const child = spawn('sleep', ['30']);
    await new Promise((resolve) => child.once('spawn', resolve));
    const pid = child.pid ?? 0;
    home.write(
      `.claude/sessions/${pid}.json`,
      JSON.stringify({ pid, sessionId: sessionA, procStart: statFields(pid)?.[19], status: 'idle' }),
    );
    const index = indexOf(home, { processes: processTable(() => false) });
    expect(index.rows.get(sessionA)?.state).toBe('idle');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect([...index.refreshSurroundings().changed]).toEqual([sessionA]);
    expect(index.rows.get(sessionA)?.state).toBeUndefined();
  });

  it('the entry follows /clear: the state moves to the other session', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    home.log(sessionB, [prompt('B')]);
    const register = (sessionId: SessionId) =>
      home.write(
        `.claude/sessions/${self}.json`,
        JSON.stringify({ pid: self, sessionId, procStart: start(self), status: 'idle' }),
      );
    register(sessionA);
    const index = indexOf(home, { processes: processTable(() => false) });
    register(sessionB);
    expect([...index.refreshSurroundings().changed].sort()).toEqual([sessionA, sessionB]);
    expect([index.rows.get(sessionA)?.state, index.rows.get(sessionB)?.state]).toEqual([undefined, 'idle']);
  });
});

describe('the logs of one folder', () => {
  it('are found by their paths before and after some are deleted and others added', () => {
    const home = makeHome();
    const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as SessionId;
    for (let n = 0; n < 30; n++) home.log(idOf(n), [prompt(`${n}`)]);
    const index = indexOf(home);
    const known = () => Array.from({ length: 40 }, (_, n) => n).filter((n) => index.logs.has(home.logPath(idOf(n))));
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
    expect(known()).toEqual(numbers(0, 30));
    for (let n = 0; n < 5; n++) fs.rmSync(home.logPath(idOf(n)));
    for (let n = 30; n < 35; n++) home.log(idOf(n), [prompt(`${n}`)]);
    index.refresh();
    expect(known()).toEqual(numbers(5, 35));
    for (const n of known()) expect(index.logs.get(home.logPath(idOf(n)))?.file.sessionId).toBe(idOf(n));
  });
});
