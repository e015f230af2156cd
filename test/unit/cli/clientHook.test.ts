/** `hook` in a file of its own, which the plugin's hooks run, answers as `cli.js hook` does, and loads less. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { planMode, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { killLiveClients, liveClient, sessionStart } from '../../fixtures/liveClients.ts';
import { noModes, noProc, skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

const clientHook = path.join(path.dirname(cliFile), 'clientHook.js');
afterAll(killLiveClients);

let home: Home;
beforeEach(() => {
  home = makeHome();
  home.repository();
});

const start = (more?: object): object => sessionStart(home, more);

/** What both write, which must be the same; and whether the second one loaded the bundle with the index. */
function hook(input: unknown, env: Readonly<Record<string, string>> = {}) {
  const list = `process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));`;
  const listing = home.write('list.cjs', list);
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['--require', listing, ...args], {
      env: environmentOf(home, env),
      input: typeof input === 'string' ? input : JSON.stringify(input),
      encoding: 'utf8',
    });
  const [whole, alone] = [run(cliFile, 'hook'), run(clientHook)];
  expect([alone.status, alone.stdout]).toEqual([0, whole.stdout]);
  expect(whole.status).toBe(0);
  return { said: alone.stdout, stderr: alone.stderr, hasIndex: alone.stderr.includes(`${path.sep}hook.js`) };
}

describe('the start of a session', () => {
  it('that has no log and is alone is told at once, beside logs of others', () => {
    home.log(sessionB, [prompt('Over')]);
    fs.mkdirSync(home.path('shop', '.erk', 'scratch', 'sessions', sessionA), { recursive: true });
    const { said, hasIndex } = hook(start({ transcript_path: home.logPath(sessionA) }));
    expect(hasIndex).toBe(false);
    expect(said).toContain(`This session: ${sessionA}`);
    expect(said).toContain('.erk');
    expect(hook(start({ source: 'clear' })).hasIndex).toBe(false);
  });

  it('without any data root is told at once, too', () => {
    fs.rmSync(home.root, { recursive: true });
    expect(hook(start()).hasIndex).toBe(false);
  });

  it('that has a log is asked of the index', () => {
    home.plan('own-plan', '# Own\n');
    home.log(sessionA, [prompt('Mine', { slug: 'own-plan' }), planMode(home.planPath('own-plan'), true)]);
    const { said, hasIndex } = hook(start({ source: 'compact' }));
    expect([hasIndex, said.includes('own-plan')]).toEqual([true, true]);
  });

  it('that is a resume, or whose transcript is that of another session, is asked of the index', () => {
    expect(hook(start({ source: 'resume' })).hasIndex).toBe(true);
    expect(hook(start({ transcript_path: home.logPath(sessionB) })).hasIndex).toBe(true);
  });

  it('beside another live session is asked of the index, beside itself not', skip(noProc), () => {
    liveClient(home, sessionA);
    expect(hook(start()).hasIndex).toBe(false);
    liveClient(home, sessionB);
    const { said, hasIndex } = hook(start());
    expect([hasIndex, said.includes(sessionB)]).toEqual([true, true]);
  });

  it(
    'below a root that cannot be read is asked',
    skip(process.geteuid?.() === 0 ? 'root may read everything' : noModes),
    () => {
      home.log(sessionB, [prompt('Over')]);
      fs.chmodSync(path.join(home.root, 'projects'), 0o000);
      expect(hook(start()).hasIndex).toBe(true);
      fs.chmodSync(path.join(home.root, 'projects'), 0o700);
    },
  );
});

it('other input has the same answer, and never fails a session', () => {
  const write = { hook_event_name: 'PreToolUse', tool_name: 'Write' };
  expect(hook(start({ ...write, tool_input: { file_path: '/work/a.ts' } }))).toMatchObject({
    said: '',
    hasIndex: false,
  });
  expect(hook(start({ ...write, tool_input: { file_path: '/work/a.md' } }))).toMatchObject({
    said: '',
    hasIndex: true,
  });
  expect(hook(start({ hook_event_name: 'Stop' })).said).toBe('');
  for (const broken of ['', 'no JSON', '{}', '[]', JSON.stringify(start({ session_id: '../../etc' }))])
    expect(hook(broken)).toMatchObject({
      said: '',
      hasIndex: false,
      stderr: expect.stringContaining('session-scope: ') as unknown,
    });
});

describe('where a program tells when processes started', skip(noProc), () => {
  /**
   * As on macOS, with a `ps` that counts how often it runs: of each process that is live here it says the same time.
   */
  const asked = (input: object): { said: string; runs: number } => {
    const runs = home.write('runs', '');
    const preload = `Object.defineProperty(process, 'platform', { value: 'darwin' });
      const { readdirSync, appendFileSync } = require('node:fs');
      require('node:child_process').spawnSync = (file) => {
        appendFileSync(${JSON.stringify(runs)}, file + '\\n');
        const pids = readdirSync(${JSON.stringify(home.path('.claude/sessions'))}).map((name) => name.split('.')[0]);
        return { status: 0, stdout: pids.map((pid) => pid + ' Thu Sep 10 08:31:58 2026').join('\\n') };
      };`;
    const { stdout } = spawnSync(process.execPath, ['--require', home.write('darwin.cjs', preload), clientHook], {
      env: environmentOf(home),
      input: JSON.stringify(input),
      encoding: 'utf8',
    });
    return { said: stdout, runs: fs.readFileSync(runs, 'utf8').split('\n').length - 1 };
  };
  const client = (id: string): void => liveClient(home, id, { procStart: 'Thu Sep 10 08:31:58 2026' });

  it('a start waits for it beside another registered client alone', () => {
    client(sessionA);
    expect(asked(start())).toEqual({ said: expect.stringContaining(sessionA) as unknown, runs: 0 });
    client(sessionB);
    expect(asked(start())).toEqual({ said: expect.stringContaining(sessionB) as unknown, runs: 1 });
  });

  it('a write waits for it before the plan of another session alone', () => {
    const [own, foreign] = ['own-plan', 'calm-painting-otter'].map((slug) => home.plan(slug));
    home.log(sessionA, [prompt('Mine'), planMode(own ?? '', true)]);
    home.log(sessionB, [prompt('Other'), planMode(foreign ?? '', true)]);
    client(sessionA);
    client(sessionB);
    const write = (file_path: string | undefined) =>
      asked(start({ hook_event_name: 'PreToolUse', tool_name: 'Write', tool_input: { file_path } }));
    expect([write(own), write(home.path('shop', 'README.md'))]).toEqual([
      { said: '', runs: 0 },
      { said: '', runs: 0 },
    ]);
    expect(write(foreign)).toEqual({ said: expect.stringContaining(sessionB) as unknown, runs: 1 });
  });
});

it('a start loads nothing of Node that it does not need', () => {
  const list = `const before = new Set(process.moduleLoadList);
    process.on('exit', () => console.error(process.moduleLoadList.filter((name) => !before.has(name)).join('\\n')));`;
  const args = ['--require', home.write('list.cjs', list), clientHook];
  const input = JSON.stringify(start());
  const { stderr } = spawnSync(process.execPath, args, { env: environmentOf(home), input, encoding: 'utf8' });
  const loaded = stderr.split('\n').filter((line) => line.startsWith('NativeModule '));
  expect(loaded.filter((name) => !/^NativeModule (os|internal\/(?!streams).*)$/.test(name))).toEqual([]);
});
