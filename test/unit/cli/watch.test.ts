import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as readline from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { statFields } from '../../../src/core/disk/processes.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';
import { cli, cliFile, environmentOf } from './cliProcess.ts';

let watching: ChildProcess | undefined;
afterEach(() => watching?.kill('SIGKILL'));

interface Change {
  readonly changed: readonly string[];
  readonly session: { readonly sessionId: string; readonly title: string | null };
}

/** Runs a command for a user who may have no watchers. */
const withoutWatchers = [
  'unshare',
  '-Ur',
  'sh',
  '-c',
  'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"',
  'sh',
];
const canForbidWatchers =
  process.platform === 'linux' && spawnSync('unshare', [...withoutWatchers.slice(1), 'true']).status === 0;
const noBan = !canForbidWatchers && 'no user namespace in which nothing can be watched';

/** `watch --all` on the home, its lines one by one. `wrap`: a command to run it with. */
function watch(home: Home, wrap: readonly string[] = []) {
  const [command = process.execPath, ...args] = [...wrap, process.execPath, cliFile, 'watch', '--all'];
  const child = spawn(command, args, {
    env: environmentOf(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  watching = child;
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Change> => JSON.parse(((await lines.next()) as { value: string }).value) as Change;
  return { child, next };
}

/** Writes again and again until the watcher has started and tells of it. */
async function firstChange(home: Home, next: () => Promise<Change>): Promise<Change> {
  let n = 0;
  const timer = setInterval(() => home.append(sessionA, [prompt(`${n++}`)]), 100);
  try {
    return await next();
  } finally {
    clearInterval(timer);
  }
}

describe('watch', () => {
  it('prints a line for every change, until it is told to stop', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const { child, next } = watch(home);
    const first = await firstChange(home, next);
    expect(Object.keys(first)).toEqual(['changed', 'session', 'processes']);
    expect(first).toMatchObject({ changed: ['lastActivity'], session: { sessionId: sessionA, title: 'A' } });
    expect(Object.keys(first.session)).toEqual(
      Object.keys((cli(home, ['sessions', '--all']).json as object[])[0] ?? {}),
    );

    home.log(sessionB, [prompt('B')]);
    let change = await next();
    while (change.session.sessionId === sessionA) change = await next();
    expect(change).toMatchObject({ changed: ['added'], session: { sessionId: sessionB, title: 'B' } });

    fs.rmSync(home.logPath(sessionB));
    expect(await next()).toMatchObject({ changed: ['removed'], session: { sessionId: sessionB } });

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says what a session waits for, and in which processes it is open', skip(noProc), async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    fs.mkdirSync(home.path('.claude/sessions'));
    const { next } = watch(home);
    await firstChange(home, next);
    const other = spawn('sleep', ['30']);
    const register = (pid: number | undefined, more: object): void => {
      const entry = { pid, sessionId: sessionA, procStart: statFields(pid ?? 0)?.[19], ...more };
      home.write(`.claude/sessions/${pid}.json`, JSON.stringify(entry));
    };
    const changeOf = async (field: string): Promise<Change> => {
      for (;;) {
        const change = await next();
        if (change.changed.includes(field)) return change;
      }
    };
    try {
      await once(other, 'spawn');
      register(process.pid, { status: 'waiting', waitingFor: 'permission prompt' });
      expect(await changeOf('state')).toMatchObject({
        changed: ['state', 'waitingFor', 'processes'],
        processes: [{ pid: process.pid, waitingFor: 'permission prompt' }],
      });
      register(process.pid, { status: 'waiting', waitingFor: 'dialog open' });
      expect(await changeOf('processes')).toMatchObject({
        changed: ['waitingFor', 'processes'],
        processes: [{ waitingFor: 'dialog open' }],
      });
      register(other.pid, { status: 'busy' });
      expect(await changeOf('processes')).toMatchObject({
        changed: ['processes'],
        session: { state: 'waiting' },
        processes: [
          { pid: process.pid, state: 'waiting' },
          { pid: other.pid, state: 'busy' },
        ],
      });
    } finally {
      other.kill();
    }
  });

  it(
    'says that the registry cannot be read, at the start and before what it does not prove any more',
    skip(noProc),
    async () => {
      const home = makeHome();
      home.log(sessionA, [prompt('A')]);
      const proved = { pid: process.pid, sessionId: sessionA, procStart: statFields(process.pid)?.[19] };
      const write = (startedAt: unknown) =>
        home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify({ ...proved, startedAt }));
      const file = write('in another form');
      const { child, next } = watch(home);
      let warnings = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text));
      const warning = `session-scope: Which sessions are live may be said in ${file}, which could not be read.\n`;
      const stateOf = async (wanted: string | null): Promise<void> => {
        for (;;) {
          const { changed, session } = (await next()) as Change & {
            readonly session: { readonly state: string | null };
          };
          if (changed.includes('state') && session.state === wanted) return;
        }
      };
      await firstChange(home, next);
      expect(warnings).toBe(warning);
      write(Date.now());
      await stateOf('running');
      write('in another form');
      await stateOf(null);
      expect(warnings).toBe(warning + warning);
    },
  );

  it('ends when its reader is gone', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    const { child, next } = watch(home);
    await firstChange(home, next);
    child.stdout?.destroy();
    const timer = setInterval(() => home.append(sessionA, [prompt('More')]), 100);
    const [code] = (await once(child, 'exit')) as [number];
    clearInterval(timer);
    expect(code).toBe(0);
  });
});

describe('watch, where no folder can be watched', skip(noBan), () => {
  it('finds changes by looking, and says so once', async () => {
    const home = makeHome();
    home.log(sessionA, [prompt('A')]);
    home.log(sessionB, [prompt('B')], { cwd: 'search' });
    const { child, next } = watch(home, withoutWatchers);
    let warnings = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text));
    expect(await firstChange(home, next)).toMatchObject({ session: { sessionId: sessionA } });
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
    expect(warnings).toMatch(
      /^session-scope: [^\n]+: EMFILE: some folders cannot be watched, [^\n]+ found by looking\.\n$/,
    );
  });
});

describe('who, of another process', skip(noProc), () => {
  it('by its environment, else by the registry of it or of its parents', async () => {
    const home = makeHome();
    const child = spawn('sleep', ['30'], { env: { ...process.env, CLAUDE_CODE_SESSION_ID: sessionA, SECRET: 'x' } });
    const plain = spawn('sleep', ['30'], { env: { PATH: process.env.PATH } });
    try {
      await Promise.all([once(child, 'spawn'), once(plain, 'spawn')]);
      const who = (pid: number | undefined) => cli(home, ['who', '--pid', String(pid)]);
      expect(who(child.pid).json).toMatchObject({
        sessionId: sessionA,
        from: 'CLAUDE_CODE_SESSION_ID',
        proof: 'process',
      });
      expect(who(plain.pid).json).toMatchObject({ error: 'no_session' });
      const file = home.write(
        `.claude/sessions/${process.pid}.json`,
        JSON.stringify({
          pid: process.pid,
          sessionId: sessionB,
          procStart: statFields(process.pid)?.[19],
          status: 'busy',
        }),
      );
      // The registry knows this test's process, which is the parent of both.
      const registered = { sessionId: sessionB, from: 'registry', proof: 'registry', file, hasLog: false };
      expect(who(plain.pid).json).toEqual(registered);
      expect(cli(home, ['who']).json).toEqual(registered);
      // An MCP server keeps the ID of its start: after /clear the registry knows better.
      expect(who(child.pid).json).toEqual({ ...registered, contradicts: sessionA });
      expect(who(2_147_483_646).json).toMatchObject({ error: 'no_session' });
    } finally {
      child.kill();
      plain.kill();
    }
  });

  it('is not told where an entry of the registry that may name it cannot be read', () => {
    const home = makeHome();
    const known = { pid: process.pid, sessionId: sessionA, startedAt: 'in another form' };
    const entry = home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify(known));
    const unknown = { error: 'unreadable', paths: [entry], unreadCount: 1 };
    expect(cli(home, ['who']).json).toMatchObject(unknown);
    expect(cli(home, ['who', '--pid', String(process.pid), '--below']).json).toMatchObject(unknown);
    expect(cli(home, ['who', '--pid', '1']).json).toMatchObject({ error: 'no_session' });
    const { json, stderr } = cli(home, ['who'], { env: { CLAUDE_CODE_SESSION_ID: sessionB } });
    expect(json).toMatchObject({ sessionId: sessionB, proof: 'process' });
    expect(stderr).toContain(`may be said in ${entry}, which could not be read.`);
  });

  it('by the live session below it, with --below', async () => {
    const home = makeHome();
    const shell = spawn('sh', ['-c', 'sleep 30 & a=$!; sleep 30 & echo $a $!; wait'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    try {
      const [chunk] = (await once(shell.stdout, 'data')) as [Buffer];
      const [one = 0, other = 0] = chunk.toString().trim().split(' ').map(Number);
      const register = (pid: number, sessionId: string): string =>
        home.write(
          `.claude/sessions/${pid}.json`,
          JSON.stringify({ pid, sessionId, procStart: statFields(pid)?.[19], status: 'busy' }),
        );
      const below = () => cli(home, ['who', '--pid', String(shell.pid), '--below']);
      expect(below()).toMatchObject({ code: 1, json: { error: 'no_session' } });
      const file = register(one, sessionA);
      const proof = { from: 'registry', proof: 'registry', file, hasLog: false };
      expect(below().json).toEqual({ sessionId: sessionA, ...proof });
      expect(cli(home, ['who', '--pid', String(shell.pid)]).json).toMatchObject({ error: 'no_session' });
      register(other, sessionB);
      expect(below().json).toMatchObject({ error: 'ambiguous_session_id', candidates: [sessionA, sessionB] });
      expect(cli(home, ['who', '--below']).json).toMatchObject({ error: 'usage' });
    } finally {
      process.kill(-(shell.pid ?? 0), 'SIGKILL');
    }
  });
});
