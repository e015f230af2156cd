import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { liveSessions, registeredProcesses } from '../../../src/core/roots/liveRegistry.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

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
