/** What is known of a session's activity, over real data roots with parts that cannot be read. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { staleRule } from '../../../src/core/answers/staleRule.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { asNobody } from '../../fixtures/rights.ts';

const processes = { startOf: (pid: number) => (pid === process.pid ? '777' : undefined) };

function fixture(): Home {
  const home = makeHome();
  home.log(sessionA, [prompt('A')]);
  home.log(sessionB, [prompt('B')], { cwd: 'search' });
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  return home;
}

function ruleOf(home: Home, roots = [home.root]) {
  const index = new SessionIndex({ roots, processes });
  index.refresh();
  return staleRule(index, Date.now(), 1);
}

function activities(home: Home, roots?: string[]) {
  const { lastActivity } = ruleOf(home, roots);
  return [sessionA, sessionB, sessionC].map((id) => lastActivity(id));
}

const known = timeOfLine(1);
const unknown = 'unknown';

describe('the last activity of sessions', () => {
  it('is known where all was read, also that no data root knows a session', () => {
    expect(activities(fixture())).toEqual([known, known, undefined]);
  });

  it('is unknown of all where a data root is not there or has no projects folder', () => {
    const home = fixture();
    fs.mkdirSync(home.path('empty'));
    expect(activities(home, [home.root, home.path('typo')])).toEqual([unknown, unknown, unknown]);
    expect(activities(home, [home.root, home.path('empty')])).toEqual([unknown, unknown, unknown]);
  });

  it.each<[string, (home: Home) => string, (typeof unknown | number | undefined)[]]>([
    ['a session log', (home) => home.logPath(sessionA), [unknown, known, undefined]],
    [
      'an agent log of a session',
      (home) => path.join(home.projectDirectory(), sessionA, 'subagents', 'agent-a1b2c3d.jsonl'),
      [unknown, known, undefined],
    ],
    [
      'the folder of the agent logs of a session',
      (home) => path.join(home.projectDirectory(), sessionA, 'subagents'),
      [unknown, known, undefined],
    ],
    [
      'a flat agent log',
      (home) => home.agentLog(sessionB, 'b1b2c3d', [prompt('Flat')], true),
      [unknown, unknown, unknown],
    ],
    ['a project directory', (home) => home.projectDirectory({ cwd: 'search' }), [unknown, unknown, unknown]],
    ['the projects folder', (home) => home.path('.claude/projects'), [unknown, unknown, unknown]],
    ['one of two data roots', (home) => home.path('second'), [unknown, unknown, unknown]],
  ])('is unknown where %s cannot be read', (_, place, expected) => {
    const home = fixture();
    home.log(sessionC, [prompt('C')], { root: 'second' });
    fs.rmSync(home.logPath(sessionC, { root: 'second' }));
    fs.chmodSync(home.folder, 0o755);
    fs.chmodSync(place(home), 0);
    asNobody(() => {
      expect(activities(home, [home.root, home.path('second')])).toEqual(expected);
    });
    fs.chmodSync(place(home), 0o700);
  });

  it.each<[string, (home: Home) => string, (typeof unknown | number | undefined)[]]>([
    ['its log', (home) => home.logPath(sessionA), [unknown, known, undefined]],
    ['its folder', (home) => path.join(home.projectDirectory(), sessionA), [unknown, known, undefined]],
  ])('is unknown where %s is a link, which is not followed', (_, place, expected) => {
    const home = fixture();
    fs.renameSync(place(home), home.path('moved'));
    fs.symlinkSync(home.path('moved'), place(home));
    expect(activities(home)).toEqual(expected);
  });
});

describe('a project directory that is a link', () => {
  it('is followed, and leaves all unknown when it leads nowhere', () => {
    const home = fixture();
    const link = home.projectDirectory({ cwd: 'search' });
    fs.renameSync(link, home.path('moved'));
    fs.symlinkSync(home.path('moved'), link);
    expect(activities(home)).toEqual([known, known, undefined]);
    fs.renameSync(home.path('moved'), home.path('away'));
    expect(activities(home)).toEqual([unknown, unknown, unknown]);
  });
});

describe('whether a session is live', () => {
  const register = (home: Home, entry: object | string, pid = process.pid) =>
    home.write(
      `.claude/sessions/${pid}.json`,
      typeof entry === 'string' ? entry : JSON.stringify({ pid, sessionId: sessionA, ...entry }),
    );
  const states = (home: Home) => [sessionA, sessionB].map(ruleOf(home).isLive);

  it('is known of all without a registry, and by entries that say when their process started', () => {
    const home = fixture();
    expect(states(home)).toEqual([false, false]);
    register(home, { procStart: '777' });
    expect(states(home)).toEqual([true, false]);
    register(home, { procStart: '776' });
    expect(states(home)).toEqual([false, false]);
  });

  it('is unknown where the entry of a process that is there does not say when it started', () => {
    const home = fixture();
    register(home, {});
    expect(states(home)).toEqual(['unknown', false]);
  });

  it('is unknown of all where such an entry cannot be read', () => {
    const home = fixture();
    register(home, '{"pid":');
    expect(states(home)).toEqual(['unknown', 'unknown']);
  });

  it('is not held up by entries of processes that are gone', () => {
    const home = fixture();
    register(home, '{"pid":', 2 ** 31 - 2);
    expect(states(home)).toEqual([false, false]);
  });

  it('is unknown of all where the registry cannot be listed', () => {
    const home = fixture();
    register(home, { procStart: '776' });
    fs.chmodSync(home.folder, 0o755);
    fs.chmodSync(home.path('.claude/sessions'), 0);
    asNobody(() => {
      expect(states(home)).toEqual(['unknown', 'unknown']);
    });
  });
});
