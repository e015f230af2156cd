import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { foldersToWatch } from '../../../src/live/foldersToWatch.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, timeOfLine } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { follow } from '../../fixtures/following.ts';
import { noInotify, noProc, skip } from '../../fixtures/skip.ts';

// Less than the half minute after which a look at the disk would find it all.
describe('an event', { timeout: 25_000 }, () => {
  it('in a project folder updates a log that grew, adds a new one and removes one that is gone', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const { live, until } = await follow(home);
    home.append(sessionA, [prompt('More')]);
    await until(() => live.index.rows.get(sessionA)?.lastActivity === timeOfLine(2));
    home.log(sessionB, [prompt('B')]);
    await until(() => live.index.rows.has(sessionB));
    fs.rmSync(home.logPath(sessionB));
    await until(() => !live.index.rows.has(sessionB));
  });

  it('in the plans folder adds a plan to its session', async () => {
    const home = makeHome();
    home.write('.claude/plans/other.md', '');
    home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
    const { live, until } = await follow(home);
    expect(live.index.rows.get(sessionA)?.plans).toBe(0);
    home.plan('calm-painting-otter');
    await until(() => live.index.rows.get(sessionA)?.plans === 1);
  });

  it('in the registry changes the state of the session', skip(noProc), async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    fs.mkdirSync(home.path('.claude/sessions'));
    const { live, until } = await follow(home);
    for (const status of ['busy', 'waiting', 'idle']) {
      const entry = { pid: process.pid, sessionId: sessionA, procStart: statFields(process.pid)?.[19], status };
      home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify(entry));
      await until(() => live.index.rows.get(sessionA)?.state === status);
    }
  });
});

describe('a change without an event', skip(noInotify), () => {
  it('makes the index poll its folder until an event comes', async () => {
    const home = makeHome();
    const log = home.log(sessionA, [prompt('A')]);
    home.log(sessionB, [prompt('B')], { cwd: 'search' });
    // Linux tells of a change in the folder through whose name the file was opened.
    const elsewhere = home.write('elsewhere/log', '');
    fs.rmSync(elsewhere);
    fs.linkSync(log, elsewhere);
    const { live, problems, status, until } = await follow(home);
    expect(status()).toMatchObject({ phase: 'ready', polling: false });
    for (const text of ['One', 'Two']) {
      fs.appendFileSync(elsewhere, `${JSON.stringify({ ...prompt(text), sessionId: sessionA })}\n`);
      await live.refresh();
      await until(() => status()?.polling === true);
    }
    expect(problems).toEqual([
      `${home.projectDirectory()}: a change there had no event: such changes are found by looking`,
    ]);
    home.append(sessionA, [prompt('Seen')]);
    await until(() => live.index.rows.get(sessionA)?.lastActivity === timeOfLine(4));
    await live.refresh();
    expect(status()).toMatchObject({ phase: 'ready', polling: false });
  });
});

describe('the folders that are watched', () => {
  it('are the roots, plans, the registry, projects and the folders of the newest sessions', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    home.log(sessionB, [prompt('B'), prompt('Newer')]);
    home.log(sessionC, [prompt('C'), prompt('Newer'), prompt('Newest')]);
    for (const id of [sessionA, sessionB, sessionC]) home.agentLog(id, 'a1b2c3d', [prompt('Look')]);
    const index = indexOf(home);
    const always = ['', 'projects', 'sessions', 'plans'].map((name) => home.path('.claude', name).replace(/\/$/, ''));
    const ofSession = (id: string) => [
      `${home.projectDirectory()}/${id}`,
      `${home.projectDirectory()}/${id}/subagents`,
    ];
    const listed = (most: number) => [...foldersToWatch(index, most)].sort();
    expect(listed(100)).toEqual(
      [...always, home.projectDirectory(), ...[sessionA, sessionB, sessionC].flatMap(ofSession)].sort(),
    );
    expect(listed(2)).toEqual([...always, home.projectDirectory(), ...ofSession(sessionC)].sort());
    index.close();
  });
});
