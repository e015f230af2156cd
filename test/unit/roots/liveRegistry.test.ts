import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AskedStarts } from '../../../src/core/disk/askedStarts.ts';
import { processStarts, startsOfPowerShell } from '../../../src/core/disk/powerShell.ts';
import { processTable, timeOfFileTime, timeOfLstart } from '../../../src/core/disk/processStart.ts';
import { startsOfPs } from '../../../src/core/disk/ps.ts';
import { liveSessions, undecidedSessions } from '../../../src/core/roots/liveRegistry.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';
import { noLinks, noProc, noPs, skip } from '../../fixtures/skip.ts';

describe('a process table', () => {
  it('uses the output of ps in the C locale and in UTC on macOS', skip(noPs), () => {
    const { stdout } = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(process.pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      encoding: 'utf8',
    });
    const start = processTable(() => true, { platform: 'darwin' }).startOf(process.pid);
    expect(start).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \d{4}$/);
    expect(start).toBe(stdout.trim());
  });

  it('has no start of a process that has ended since it was asked for', skip(noPs), async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const table = processTable(() => true, { platform: 'darwin' });
    expect(table.startOf(child.pid ?? 0)).toBeDefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(table.startOf(child.pid ?? 0)).toBeUndefined();
  });

  it('runs no program where it may not, and then proves nothing', () => {
    expect(processTable(() => false, { platform: 'darwin' }).startOf(process.pid)).toBeUndefined();
  });

  it('has the time at which a process started, to the second', skip(noProc), async () => {
    const before = Date.now();
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const time = processTable(() => true, { platform: 'linux' }).timeOf?.(child.pid ?? 0) ?? NaN;
    const byPs =
      noPs === false ? (processTable(() => true, { platform: 'darwin' }).timeOf?.(child.pid ?? 0) ?? NaN) : time;
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
    ['Sa. 28 Nov. 13:18:16 2026', undefined],
    ['sam. 28 nov. 13:18:16 2026', undefined],
    ['\u571f 11/28 13:18:16 2026', undefined],
    ['13:18:16', undefined],
    ['', undefined],
  ])('reads %j of ps as a time, in the C locale alone', (text, time) => {
    expect(timeOfLstart(text)).toBe(time);
  });

  it.each([
    ['  345 Thu Sep 10 08:31:58 2026    \n', { 345: 'Thu Sep 10 08:31:58 2026' }],
    [
      '    1 Tue Jan  6 07:00:03 2026\n  345 Thu Sep 10 08:31:58 2026\n',
      { 1: 'Tue Jan  6 07:00:03 2026', 345: 'Thu Sep 10 08:31:58 2026' },
    ],
    ['  345 Thu Sep 10 08:31:58 2026', { 345: 'Thu Sep 10 08:31:58 2026' }],
    ['  345 \n', {}],
    ['ps: illegal option\n', {}],
    ['', {}],
  ])('has of %j, which ps prints, what stands behind each number', (lines, starts) => {
    expect(Object.fromEntries(startsOfPs(lines))).toEqual(starts);
  });

  it.each([
    [
      'of PowerShell 5 and 7 on Windows',
      '4 134330000000000001\r\n24420 134330140480662610\r\n',
      { 4: '134330000000000001', 24420: '134330140480662610' },
    ],
    ['of PowerShell 7 elsewhere', '24420 134330140480662610\n', { 24420: '134330140480662610' }],
    ['with a byte order mark', '\uFEFF24420 134330140480662610\r\n', { 24420: '134330140480662610' }],
    [
      'with what a profile of the machine prints',
      'Willkommen\r\n24420 134330140480662610\r\n',
      { 24420: '134330140480662610' },
    ],
    ['of a process that may not be looked at', '8804 \r\n', {}],
    ['of a process without a time', '0 0\r\n', {}],
    ['of a time with its groups of digits apart', '8804 134.330.140.480.662.610\r\n', {}],
    ['with an error', 'Get-Process : Zugriff verweigert\r\nIn Zeile:1 Zeichen:9\r\n', {}],
    ['empty', '', {}],
  ])('reads output %s', (_, lines, starts) => {
    expect(Object.fromEntries(startsOfPowerShell(lines))).toEqual(starts);
  });

  // Each as a report of it has them: what the registry of a Windows client says of one process.
  it.each([
    ['134328686808798513', 1_788_395_082_135],
    ['134330140480662610', 1_788_540_448_749],
    ['134322392003434636', 1_787_765_601_168],
  ])('reads the FILETIME %s as a time shortly before its client wrote %d', (text, startedAt) => {
    const after = startedAt - (timeOfFileTime(text) ?? NaN);
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(2000);
  });

  it.each(['', '1382440', 'Thu Sep 10 08:31:58 2026', '-134330140480662610', '1343301404806626100000'])(
    'takes %j for no FILETIME',
    (text) => expect(timeOfFileTime(text)).toBeUndefined(),
  );

  it('asks PowerShell in words that no program on the way reads otherwise, and without the modules of another one', () => {
    const { file, args, env } = processStarts.call();
    expect(file).toMatch(/^[A-Z]:\\.*\\System32\\WindowsPowerShell\\v1\.0\\powershell\.exe$/i);
    expect(args.at(-1)).not.toMatch(/["%`\\\n]/);
    expect(Object.keys(env).map((name) => name.toLowerCase())).not.toContain('psmodulepath');
  });

  it.each([0, -1, 1.5, NaN, 2 ** 40])('has no start of process %d', (pid) => {
    for (const platform of ['darwin', 'linux', 'win32'] as const)
      expect(processTable(() => true, { platform }).startOf(pid)).toBeUndefined();
  });
});

function announcement() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((call) => (resolve = call));
  return { promise, resolve };
}

describe('starts that a program tells', () => {
  const start = '134330140480662610';
  /** A program that tells of some processes, and keeps count in a file. */
  const program = (home: ReturnType<typeof makeHome>, told: readonly number[], freshFor = 60_000) => {
    const count = home.write('runs', '');
    const lines = told.map((pid) => `console.log('${pid} ${start}');`).join('');
    const script = `require('fs').appendFileSync(${JSON.stringify(count)}, 'x');${lines}`;
    return {
      source: {
        call: () => ({ file: process.execPath, args: ['-e', script], env: process.env, longestRun: 30_000 }),
        parse: startsOfPowerShell,
        freshFor,
      },
      runs: () => fs.readFileSync(count, 'utf8').length,
    };
  };

  it('are asked for once for all processes, also for one of which it tells nothing', () => {
    const { source, runs } = program(makeHome(), [process.pid]);
    const starts = new AskedStarts(source, () => true);
    for (let n = 0; n < 3; n++) {
      expect(starts.startOf(process.pid)).toBe(start);
      expect(starts.startOf(process.ppid)).toBeUndefined();
    }
    expect(runs()).toBe(1);
  });

  it('are not known until the program has told them, where nobody may wait, and then are announced', async () => {
    const { source, runs } = program(makeHome(), [process.pid]);
    const seen: (string | undefined)[] = [];
    const { promise, resolve } = announcement();
    const starts: AskedStarts = new AskedStarts(
      source,
      () => true,
      () => {
        seen.push(starts.startOf(process.pid), starts.startOf(process.ppid));
        resolve();
      },
    );
    expect([starts.startOf(process.pid), starts.startOf(process.ppid), starts.startOf(2 ** 40)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await promise;
    expect(seen).toEqual([start, undefined]);
    expect(runs()).toBe(1);
  });

  it('stay as they were while they are asked for again', async () => {
    const { source, runs } = program(makeHome(), [process.pid], -1);
    let announced = announcement();
    const starts = new AskedStarts(
      source,
      () => true,
      () => announced.resolve(),
    );
    starts.startOf(process.pid);
    await announced.promise;
    announced = announcement();
    expect(starts.startOf(process.pid)).toBe(start);
    await announced.promise;
    expect(runs()).toBe(2);
  });

  it.each([
    ['is not there', { file: '/no/such/program', args: [] }],
    ['fails', { file: process.execPath, args: ['-e', 'console.log(`${process.ppid} 1`); process.exit(1)'] }],
    ['takes too long', { file: process.execPath, args: ['-e', 'setTimeout(() => {}, 60000)'], longestRun: 100 }],
  ])('are not known where the program %s', async (_, call) => {
    const source = {
      ...processStarts,
      call: () => ({ env: process.env, longestRun: 30_000, ...call }),
    };
    expect(new AskedStarts(source, () => true).startOf(process.pid)).toBeUndefined();
    const { promise, resolve } = announcement();
    const later = new AskedStarts(source, () => true, resolve);
    later.startOf(process.pid);
    await promise;
    expect(later.startOf(process.pid)).toBeUndefined();
  });

  it('are asked for again a second after the program failed, and not before', async () => {
    const home = makeHome();
    const { source, runs } = program(home, [process.pid]);
    const works = home.path('works');
    const call = () => {
      const { args, ...rest } = source.call();
      const [option, script = ''] = args;
      const failing = script.replace(';', `;if (!require('fs').existsSync(${JSON.stringify(works)})) process.exit(1);`);
      return { ...rest, args: [option ?? '', failing] };
    };
    const waiting = new AskedStarts({ ...source, call }, () => true);
    const asked = () => waiting.startOf(process.pid);
    expect([asked(), asked(), runs()]).toEqual([undefined, undefined, 1]);
    let announced = announcement();
    const later = new AskedStarts(
      { ...source, call },
      () => true,
      () => announced.resolve(),
    );
    later.startOf(process.pid);
    await announced.promise;
    expect([later.startOf(process.pid), runs()]).toEqual([undefined, 2]);
    fs.writeFileSync(works, '');
    await sleep(1100);
    expect([asked(), runs()]).toEqual([start, 3]);
    announced = announcement();
    later.startOf(process.pid);
    await announced.promise;
    expect([later.startOf(process.pid), runs()]).toEqual([start, 4]);
  });

  it('are not asked for where no program may run', () => {
    const { source, runs } = program(makeHome(), [process.pid]);
    expect(new AskedStarts(source, () => false).startOf(process.pid)).toBeUndefined();
    expect(runs()).toBe(0);
  });
});

describe('the live registry', () => {
  const processes = { startOf: (pid: number) => (pid === 38 ? 'Thu Jan  1 00:00:00 2026' : undefined) };
  const entry = { pid: 38, sessionId: sessionA, procStart: ' Thu Jan  1 00:00:00 2026\n' };

  it('has what a waiting session waits for, in the words of the client', () => {
    const home = makeHome();
    const said = (more: object) => {
      home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, ...more }));
      return [...liveSessions([home.root], processes).values()].map(({ state, waitingFor }) => [state, waitingFor]);
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

  const here = { platform: 'linux', pidNamespace: 'pid:[7]' } as const;
  const windows = { platform: 'win32' } as const;

  it.each([
    ['of Windows', here, { pidDomain: 'win32:msi', cwd: 'C:\\work', procStart: '134330140480662610' }],
    ['of Windows by an older client', here, { cwd: 'C:\\work', startedAt: Date.UTC(2026, 0, 1) }],
    ['of macOS', here, { pidDomain: 'darwin', cwd: '/work' }],
    ['of another container', here, { pidDomain: 'linux:0123:pid:[1]', cwd: '/work' }],
    ['of WSL', windows, { pidDomain: 'linux:0123:pid:[7]', cwd: '/work', procStart: '617138' }],
    ['of WSL by an older client', windows, { cwd: '/mnt/c/work', startedAt: Date.UTC(2026, 0, 1) }],
  ])('with a process %s proves nothing, and leaves its session open', (_, place, more) => {
    const home = makeHome();
    const table = { ...processes, timeOf: () => Date.UTC(2026, 0, 1), place };
    for (const pid of [38, 4_000_000]) {
      home.write(`.claude/sessions/${pid}.json`, JSON.stringify({ ...entry, pid, ...more }));
      expect(liveSessions([home.root], table).size).toBe(0);
      expect([...undecidedSessions(home.root, table)]).toEqual([sessionA]);
    }
  });

  it.each([
    [here, { cwd: '/work' }],
    [here, {}],
    [here, { cwd: 'work' }],
    [here, { cwd: '/work', pidDomain: 'linux::' }],
    [here, { cwd: '/work', pidDomain: 'linux:0123:pid:[7]' }],
    [{ platform: 'linux' } as const, { cwd: '/work', pidDomain: 'linux:0123:pid:[7]' }],
    [windows, { cwd: 'C:\\work', pidDomain: 'win32:msi' }],
    [windows, { cwd: '\\\\build\\share' }],
  ])('is of this system, at %j with %j', (place, more) => {
    const home = makeHome();
    home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, ...more }));
    expect([...liveSessions([home.root], { ...processes, place }).keys()]).toEqual([sessionA]);
  });

  it('has the start of a Windows process by either name, and as a text of so many digits', () => {
    const home = makeHome();
    const table = { startOf: () => '134330140480662610' };
    const live = (more: object) => {
      home.write('.claude/sessions/38.json', JSON.stringify({ pid: 38, sessionId: sessionA, ...more }));
      return liveSessions([home.root], table).size;
    };
    expect(live({ procStart: '134330140480662610' })).toBe(1);
    expect(live({ procStartFt: '134330140480662610' })).toBe(1);
    expect(live({ procStart: 'Thu Jan  1 00:00:00 2026', procStartFt: '134330140480662610' })).toBe(1);
    expect(live({ procStart: '134330140480662600' })).toBe(0);
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

  it('that several roots share by a link names each process once', skip(noLinks), () => {
    const home = makeHome();
    home.write('.claude/sessions/38.json', JSON.stringify(entry));
    const [linked, other] = [home.path('.claude-work'), home.path('.claude-other')];
    fs.mkdirSync(linked);
    fs.symlinkSync(path.join(home.root, 'sessions'), path.join(linked, 'sessions'));
    home.write('.claude-other/sessions/39.json', JSON.stringify({ ...entry, pid: 39, sessionId: sessionB }));
    home.write('.claude-other/sessions/40.json', JSON.stringify({ ...entry, pid: 40, sessionId: sessionB }));
    const table = { startOf: () => 'Thu Jan  1 00:00:00 2026' };
    const live = liveSessions([linked, home.root, other], table);
    const pids = (id: typeof sessionA) => live.get(id)?.processes.map(({ pid }) => pid);
    expect([pids(sessionA), pids(sessionB)]).toEqual([[38], [39, 40]]);
  });

  it('of a root that is a copy of another one counts as one of its own', () => {
    const home = makeHome();
    for (const root of ['.claude', '.claude-copy']) home.write(`${root}/sessions/38.json`, JSON.stringify(entry));
    const live = liveSessions([home.root, home.path('.claude-copy')], processes);
    expect(live.get(sessionA)?.processes).toHaveLength(2);
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
    for (let n = 0; n < 300; n++) seen.add([...liveSessions([home.root], processes).keys()][0]);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect([...seen]).toEqual([sessionA]);
  });

  it('with invalid entries is read in bounded time, and still has the valid ones', () => {
    const home = makeHome();
    for (let n = 100; n < 400; n++) home.write(`.claude/sessions/${n}.json`, '{"pid":');
    home.write('.claude/sessions/38.json', JSON.stringify({ ...entry, sessionId: sessionB }));
    expect([...liveSessions([home.root], processes).keys()]).toEqual([sessionB]);
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
