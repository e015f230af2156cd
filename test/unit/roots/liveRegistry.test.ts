import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processTable, timeOfLstart } from '../../../src/core/disk/processStart.ts';
import { liveSessions, registeredProcesses, undecidedSessions } from '../../../src/core/roots/liveRegistry.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';

const ps = fs.existsSync('/bin/ps');
if (!ps) console.warn('skipped: no /bin/ps to ask for the start of a process');

describe('a process table', () => {
  it.skipIf(!ps)('uses the output of ps in the C locale and in UTC on macOS', () => {
    const { stdout } = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(process.pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      encoding: 'utf8',
    });
    const start = processTable(() => true, 'darwin').startOf(process.pid);
    expect(start).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \d{4}$/);
    expect(start).toBe(stdout.trim());
  });

  it.skipIf(!ps)('has no start of a process that has ended since it was asked for', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const table = processTable(() => true, 'darwin');
    expect(table.startOf(child.pid ?? 0)).toBeDefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(table.startOf(child.pid ?? 0)).toBeUndefined();
  });

  it('runs no program where it may not, and then proves nothing', () => {
    expect(processTable(() => false, 'darwin').startOf(process.pid)).toBeUndefined();
  });

  it('proves nothing on Windows, where the form of the registry is not known', () => {
    expect(processTable(() => true, 'win32').startOf(process.pid)).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('has the time at which a process started, to the second', async () => {
    const before = Date.now();
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const time = processTable(() => true, 'linux').timeOf?.(child.pid ?? 0) ?? NaN;
    const byPs = ps ? (processTable(() => true, 'darwin').timeOf?.(child.pid ?? 0) ?? NaN) : time;
    child.kill('SIGKILL');
    for (const one of [time, byPs]) {
      expect(one).toBeGreaterThan(before - 2000);
      expect(one).toBeLessThan(Date.now() + 2000);
    }
  });

  it.each([
    ['Thu Jan  1 00:00:07 2026', Date.UTC(2026, 0, 1, 0, 0, 7)],
    ['Sat Nov 28 13:18:16 2026    \n', Date.UTC(2026, 10, 28, 13, 18, 16)],
    ['Sat 28 Nov 13:18:16 2026', undefined],
    ['Sa Nov 28 13:18:16 2026', undefined],
    ['13:18:16', undefined],
    ['', undefined],
  ])('reads %j of ps as a time, in the C locale alone', (text, time) => {
    expect(timeOfLstart(text)).toBe(time);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 40])('has no start of process %d', (pid) => {
    for (const platform of ['darwin', 'linux', 'win32'] as const)
      expect(processTable(() => true, platform).startOf(pid)).toBeUndefined();
  });
});

describe('the live registry', () => {
  const processes = { startOf: (pid: number) => (pid === 38 ? 'Thu Jan  1 00:00:00 2026' : undefined) };
  const entry = { pid: 38, sessionId: sessionA, procStart: ' Thu Jan  1 00:00:00 2026\n' };

  it('has what a waiting session waits for, in the words of the client', () => {
    const home = makeHome();
    const said = (more: object) => {
      home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, ...more }));
      return registeredProcesses(home.root, processes).map(({ state, waitingFor }) => [state, waitingFor]);
    };
    expect(said({ status: 'waiting', waitingFor: 'permission prompt' })).toEqual([['waiting', 'permission prompt']]);
    expect(said({ status: 'waiting', waitingFor: null })).toEqual([['waiting', undefined]]);
    expect(said({ status: 'busy', waitingFor: 'permission prompt' })).toEqual([['busy', undefined]]);
    expect(said({ status: 'waiting', waitingFor: 'x'.repeat(10_000) })[0]?.[1]).toHaveLength(200);
  });

  it.each([
    [300, [sessionA], []],
    [9_000, [sessionA], []],
    [-1_500, [sessionA], []],
    [-3_000, [], [sessionA]],
    [60_000, [], [sessionA]],
    [undefined, [], [sessionA]],
  ])('of 2.1.100, without procStart and %j ms after the start, proves %j, and leaves %j open', (after, live, open) => {
    const home = makeHome();
    const time = Date.UTC(2026, 0, 1);
    const startedAt = after === undefined ? undefined : time + after;
    home.write('.claude/sessions/38.json', JSON.stringify({ pid: 38, sessionId: sessionA, startedAt }));
    const table = { ...processes, timeOf: (pid: number) => (pid === 38 ? time : undefined) };
    expect([...liveSessions([home.root], table).keys()]).toEqual(live);
    expect([...undecidedSessions(home.root, table)]).toEqual(open);
    expect(liveSessions([home.root], processes).size).toBe(0);
  });

  it('with a procStart of another process proves nothing, whatever its time is', () => {
    const home = makeHome();
    const time = Date.UTC(2026, 0, 1);
    home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, procStart: '7', startedAt: time }));
    expect(liveSessions([home.root], { ...processes, timeOf: () => time }).size).toBe(0);
  });

  it('of a session in two terminals has the state that most wants a person, and both processes', () => {
    const home = makeHome();
    const write = (pid: number, more: object) =>
      home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ ...entry, pid, ...more }));
    write(38, { status: 'idle', startedAt: 1_770_000_000_000, cwd: '/home/dev/work/shop' });
    write(39, { status: 'waiting', waitingFor: 'permission prompt', startedAt: 1_770_000_900_000, cwd: '../x' });
    write(40, { status: 'busy', sessionId: sessionB });
    write(41, { status: 'busy' });
    write(42, { status: 'waiting', procStart: 'another time' });
    const start = { startOf: () => 'Thu Jan  1 00:00:00 2026' };
    const file = (pid: number) => home.path(`.claude/sessions/${pid}.json`);
    expect(liveSessions([home.root], start).get(sessionA)).toEqual({
      state: 'waiting',
      waitingFor: 'permission prompt',
      startedAt: 1_770_000_000_000,
      processes: [
        {
          pid: 39,
          state: 'waiting',
          waitingFor: 'permission prompt',
          cwd: undefined,
          startedAt: 1_770_000_900_000,
          file: file(39),
        },
        { pid: 41, state: 'busy', waitingFor: undefined, cwd: undefined, startedAt: undefined, file: file(41) },
        {
          pid: 38,
          state: 'idle',
          waitingFor: undefined,
          cwd: '/home/dev/work/shop',
          startedAt: 1_770_000_000_000,
          file: file(38),
        },
      ],
    });
  });

  it.each([
    ['2.1.240-live', 1166, '617138', '96b67283-fd1e-4563-8f98-fcaf8aac61ec'],
    ['2.1.330-kill', 135, '351155', 'fcda8ba8-5044-4fab-9ab0-9969791551cf'],
  ])('of %s makes a session live as long as its process is there, and no longer', (name, pid, start, id) => {
    const home = makeHome();
    const { roots } = restoreRecording(name, home.folder);
    const startOf = (asked: number): string | undefined => (asked === pid ? start : undefined);
    expect([...liveSessions(roots, { startOf }).keys()]).toEqual([id]);
    expect(liveSessions(roots, { startOf: () => undefined }).size).toBe(0);
    expect(liveSessions(roots, { startOf: () => '1' }).size).toBe(0);
  });

  it('is read again while the client writes it in place', async () => {
    const home = makeHome();
    const file = home.write('.claude/sessions/38.json', JSON.stringify(entry));
    const writer = spawn(process.execPath, ['-e', writeInPlace, file, JSON.stringify(entry)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    const seen = new Set<string | undefined>();
    for (let n = 0; n < 300; n++) seen.add(registeredProcesses(home.root, processes)[0]?.sessionId);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect([...seen]).toEqual([sessionA]);
  });

  it('with invalid entries is read in bounded time, and still has the valid ones', () => {
    const home = makeHome();
    for (let n = 100; n < 400; n++) home.write(`.claude/sessions/${n}.json`, '{"pid":');
    home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, sessionId: sessionB }));
    expect(registeredProcesses(home.root, processes).map(({ sessionId }) => sessionId)).toEqual([sessionB]);
  });
});

/** A long entry and a short one in turns: in two pieces, and what is too long cut off afterwards. */
const writeInPlace = `
  const fs = require('fs');
  const [file, text] = process.argv.slice(1);
  const entry = JSON.parse(text);
  const fd = fs.openSync(file, 'r+');
  process.stdout.write('begun');
  for (let n = 0; ; n++) {
    const bytes = Buffer.from(JSON.stringify({ ...entry, status: 'busy', name: 'x'.repeat(n % 2 ? 600 : 0) }));
    const half = bytes.length >> 1;
    fs.writeSync(fd, bytes, 0, half, 0);
    fs.writeSync(fd, bytes, half, bytes.length - half, half);
    fs.ftruncateSync(fd, bytes.length);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  }
`;
