/** Faults in the program itself: each is set by a file that Node loads before the CLI. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli, cliFile, environmentOf } from './cliProcess.ts';

let home: Home;

beforeAll(() => {
  home = makeHome();
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
});

/** `NODE_OPTIONS` that have `script` run first. */
function faulty(script: string): Record<string, string> {
  const file = `fault-${script.length}.cjs`;
  home.write(file, script);
  return { NODE_OPTIONS: `--require=${home.path(file)}` };
}

const timesBreak = `Date.prototype.toISOString = () => { throw new TypeError('times\\u001b[31m\\nare broken'); };`;
const pathsBreak = `const path = require('node:path');
const { join } = path;
path.join = (...parts) => {
  if (parts.includes('projects')) throw new Error('no paths');
  return join(...parts);
};`;
const searchBreaks = `Buffer.prototype.includes = () => { throw new Error('no search'); };`;
const late = `setTimeout(() => Promise.reject(new Error('too late')), 500);`;
const lateThrow = `setTimeout(() => { throw new Error('out of nowhere'); }, 500);`;

const internal = (text: string) => ({ error: 'internal', message: expect.stringContaining(text) as unknown });

describe('an error that nothing expects', () => {
  it.each<[string, string, string, string[]]>([
    ['while the answer is written', timesBreak, 'TypeError: times', ['sessions', '--all', '--no-cache']],
    ['before logs are read', pathsBreak, 'no paths', ['index']],
    ['in the bundle of the slug', searchBreaks, 'no search', ['find-plan-slug', sessionA]],
    ['while watch reads for the first time', pathsBreak, 'no paths', ['watch', '--all']],
    ['in a rejection that nobody handles', late, 'too late', ['watch', '--all']],
    ['in a timer', lateThrow, 'out of nowhere', ['watch', '--all']],
  ])('%s is the JSON of the code "internal", one sentence and exit code 3', (_when, fault, text, args) => {
    const { code, json, stderr } = cli(home, args, { env: faulty(fault) });
    expect(json).toEqual(internal(text));
    expect(stderr).toMatch(/^session-scope: This is a defect of session-scope: [^\n\u001b]+\n$/);
    expect(code).toBe(3);
  });

  describe.each<[string, readonly string[]]>([
    ['a Node without WebAssembly', ['--no-expose-wasm']],
    ['a WebAssembly that takes no module', ['--require=./no-module.cjs']],
  ])('with %s', (_what, flags) => {
    it.each([['index'], ['sessions', '--all'], ['session', sessionA], ['watch', '--all']])(
      'is the answer of %s',
      (...args) => {
        home.write(
          'no-module.cjs',
          `WebAssembly.Module = class { constructor() { throw new TypeError('no WebAssembly'); } };`,
        );
        const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, cliFile, ...args, '--no-cache'], {
          cwd: home.folder,
          env: environmentOf(home),
          encoding: 'utf8',
          timeout: 20_000,
        });
        expect(JSON.parse(stdout)).toEqual(internal('WebAssembly'));
        expect([status, stderr]).toEqual([3, expect.stringMatching(/^session-scope: [^\n]+WebAssembly[^\n]*\n$/)]);
      },
    );
  });

  it('shows its stack on stderr when SESSION_SCOPE_DEBUG is set, and JSON alone on stdout', () => {
    const { code, json, stderr } = cli(home, ['index'], {
      env: { ...faulty(pathsBreak), SESSION_SCOPE_DEBUG: '1' },
    });
    expect(json).toEqual(internal('no paths'));
    expect(stderr).toMatch(/\nsession-scope: at .*commands\.js:\d/);
    expect(code).toBe(3);
  });
});

describe('watch whose reader closes the pipe', skip(process.platform === 'win32' && 'asks by bash'), () => {
  it('ends with exit code 0 and says nothing at the next change', async () => {
    const watched = makeHome();
    watched.log(sessionA, [prompt('A')]);
    const child = spawn(process.execPath, [cliFile, 'watch', '--all'], {
      env: environmentOf(watched),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdout.destroy();
    let n = 0;
    const timer = setInterval(() => watched.append(sessionA, [prompt(`${n++}`)]), 100);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearInterval(timer);
    expect([code, stderr]).toEqual([0, '']);
  });
});
