/** `/cd` and worktrees rename a session's log, and the folder of its agents, into another project's directory. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { follow } from '../../fixtures/following.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noInotify, skip } from '../../fixtures/skip.ts';

let home: Home;
/** Name of the other project's directory. */
let other: string;
let from: string;
let to: string;

beforeEach(() => {
  home = makeHome();
  from = home.log(sessionA, [prompt('A')]);
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  other = path.basename(home.projectDirectory()).replace(/shop$/, 'search');
  to = path.join(path.dirname(path.dirname(from)), other, path.basename(from));
});

function moveAgents(): void {
  fs.renameSync(from.replace(/\.jsonl$/, ''), to.replace(/\.jsonl$/, ''));
}

/** As the registry has it of a client in this process. */
function register(cwd: string): void {
  const entry = {
    pid: process.pid,
    sessionId: sessionA,
    cwd,
    procStart: statFields(process.pid)?.[19],
    status: 'busy',
  };
  home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify(entry));
}

describe('a log that moves while it is followed', { timeout: 25_000, ...skip(noInotify) }, () => {
  it.each<[string, () => Promise<void> | void]>([
    ['at once, to a folder that is new', () => fs.renameSync(from, to)],
    ['at once, to a folder that is watched', () => fs.renameSync(from, to)],
    [
      'to its new place before it leaves the old one',
      async () => {
        fs.linkSync(from, to);
        await pause(20);
        fs.rmSync(from);
      },
    ],
    [
      'from its old place before it is at the new one',
      async () => {
        const between = home.path('between');
        fs.renameSync(from, between);
        await pause(1);
        fs.renameSync(between, to);
      },
    ],
  ])('%s is a change of its session, which keeps title, folders and agents', async (how, move) => {
    if (how.includes('watched')) home.log(sessionB, [prompt('B')], { cwd: 'search' });
    register('/home/dev/work/shop');
    const { live, announced, until } = await follow(home);
    expect(live.index.rows.get(sessionA)).toMatchObject({ title: 'A', agents: 1, state: 'busy' });
    fs.mkdirSync(path.dirname(to), { recursive: true });
    // The client's registry follows in the same moment.
    register('/home/dev/work/search');
    await move();
    moveAgents();
    await until(() => live.index.rows.get(sessionA)?.logs.join() === to);
    await until(() => detailsOf(live.index, sessionA).agents.every((agent) => agent.path.includes(other)));
    const seen = announced.filter(([id]) => id === sessionA).map(([, row]) => row);
    expect(seen.length).toBeGreaterThan(0);
    for (const row of seen) expect(row).toMatchObject({ title: 'A', cwds: live.index.rows.get(sessionA)?.cwds });
    expect(live.index.rows.get(sessionA)).toMatchObject({ title: 'A', logs: [to], agents: 1 });
  });
});

describe('a log that moves while folders are listed', () => {
  it('from one that is not listed yet to one that was is never taken for gone', () => {
    home.log(sessionB, [prompt('B')], { cwd: 'search' });
    const index = new SessionIndex({ ...indexOf(home).host, isReadFirst: (name) => name === other });
    index.refresh();
    const steps = index.refreshSteps(1);
    // The registry is looked at, then the first folder is listed.
    steps.next();
    fs.renameSync(from, to);
    moveAgents();
    const removed = new Set<string>();
    let step = steps.next();
    for (; !step.done; step = steps.next()) for (const id of step.value.change?.removed ?? []) removed.add(id);
    for (const id of step.value.removed) removed.add(id);
    expect([...removed]).toEqual([]);
    expect(index.rows.get(sessionA)).toMatchObject({ title: 'A', logs: [to], agents: 1 });
  });

  it('keeps what is known of its session until its new place is read', () => {
    const processes = { startOf: (pid: number) => (pid === 38 ? '7' : undefined) };
    home.log(sessionB, [prompt('B')], { cwd: 'tool' });
    const index = new SessionIndex({ ...indexOf(home).host, processes });
    index.refresh();
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.renameSync(from, to);
    moveAgents();
    // It is read before the folder that is new.
    home.append(sessionB, [prompt('More')], { cwd: 'tool' });
    const steps = index.refreshSteps(1);
    const seen = new Set<string>();
    let waits = 0;
    for (let step = steps.next(); !step.done; step = steps.next()) {
      // What an event brings in between is about the same session.
      const entry = { pid: 38, procStart: '7', sessionId: sessionA, status: 'waiting', waitingFor: `${waits++}` };
      home.write('.claude/sessions/38.json', JSON.stringify(entry));
      index.refreshSurroundings();
      seen.add(JSON.stringify(index.rows.get(sessionA)?.title));
      seen.add(JSON.stringify(detailsOf(index, sessionA).logs[0]?.entries));
    }
    expect([...seen]).toEqual(['"A"', '1']);
    expect(index.rows.get(sessionA)).toMatchObject({ title: 'A', logs: [to], agents: 1, state: 'waiting' });
  });

  it('is gone once all folders were listed without it', () => {
    const index = indexOf(home);
    fs.rmSync(from);
    fs.rmSync(from.replace(/\.jsonl$/, ''), { recursive: true });
    expect(index.refresh().removed).toEqual(new Set([sessionA]));
    expect(index.sessionLogs(sessionA)).toBeUndefined();
  });
});
