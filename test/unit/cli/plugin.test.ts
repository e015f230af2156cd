/** The Claude Code plugin as it lies in the repository, and with the command line packed into it. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';
import { environmentOf } from './cliProcess.ts';
import { version } from '../../../package.json';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const packed = path.join(folder, 'plugin');
let home: Home;

beforeAll(() => {
  home = makeHome();
  execFileSync(process.execPath, ['scripts/packagePlugin.mjs', '--out', folder]);
});

const read = (name: string): string => fs.readFileSync(path.join('plugin', name), 'utf8');
const json = (name: string): unknown => JSON.parse(read(name));
const run = (plugin: string, args: readonly string[], input = '') =>
  spawnSync(process.execPath, [path.join(plugin, 'bin', 'session-scope'), ...args], {
    env: environmentOf(home, { PATH: path.dirname(process.execPath) }),
    input,
    encoding: 'utf8',
  });
const start = JSON.stringify({ session_id: sessionA, hook_event_name: 'SessionStart', source: 'startup', cwd: '/' });

describe('the plugin', () => {
  it('has the version of the package, and the marketplace names it', () => {
    expect(json('.claude-plugin/plugin.json')).toMatchObject({ name: 'session-scope', version });
    const marketplace = JSON.parse(fs.readFileSync('.claude-plugin/marketplace.json', 'utf8')) as object;
    expect(marketplace).toMatchObject({ plugins: [{ name: 'session-scope', source: './plugin' }] });
  });

  it('names only hook events that all its clients know, and no file of environment', () => {
    const { hooks } = json('hooks/hooks.json') as { hooks: object };
    expect(Object.keys(hooks)).toEqual(['SessionStart', 'PreToolUse']);
    expect(read('hooks/hooks.json') + read('bin/session-scope')).not.toContain('CLAUDE_ENV_FILE');
  });

  it('has a skill below 120 lines that names commands which exist', () => {
    const skill = read('skills/session-scope/SKILL.md');
    expect(skill.split('\n').length).toBeLessThan(120);
    const named = [...skill.matchAll(/`session-scope ([a-z-]+)/g)].map(([, name]) => name);
    expect(Object.keys(commands)).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it('has slash commands that run commands which exist', () => {
    for (const name of ['plan', 'siblings', 'touched']) {
      const called = /bin\/session-scope" ([a-z-]+) --json`/.exec(read(`commands/${name}.md`))?.[1];
      expect(Object.keys(commands)).toContain(called);
    }
  });
});

describe('bin/session-scope', () => {
  it('runs the command line that is packed with it', () => {
    expect(run(packed, ['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect(run(packed, ['hook'], start).stdout).toContain(`This session: ${sessionA}`);
  });

  it('without one, and none on the PATH, says so, and fails no hook', () => {
    expect(run('plugin', ['who'])).toMatchObject({ status: 127, stdout: '' });
    expect(run('plugin', ['who']).stderr).toContain('is not installed');
    expect(run('plugin', ['hook'], start)).toMatchObject({ status: 0, stdout: '' });
  });

  it('without one runs the one that is installed', skip(noLinks), () => {
    fs.symlinkSync(path.join(packed, 'dist', 'cli.js'), path.join(folder, 'session-scope'));
    const { status, stdout } = spawnSync(process.execPath, ['plugin/bin/session-scope', 'hook'], {
      env: environmentOf(home, { PATH: folder }),
      input: start,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining(sessionA)]);
  });
});
