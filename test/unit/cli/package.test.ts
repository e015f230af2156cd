/** The npm package of the command line: packed, installed into an empty prefix, and run by its name. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { version } from '../../../package.json';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'npm-package-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === 'win32';
const prefix = path.join(folder, 'prefix');
const bin = isWindows ? prefix : path.join(prefix, 'bin');
let home: Home;

beforeAll(() => {
  home = makeHome();
  home.repository();
  home.plan('calm-painting-otter');
  home.log(sessionA, [prompt('A', { slug: 'calm-painting-otter' })]);
  execFileSync(process.execPath, ['scripts/packageCli.mjs', '--out', path.join(folder, 'npm')]);
  const args = [
    'install',
    '--global',
    '--offline',
    '--prefix',
    prefix,
    '--cache',
    path.join(folder, 'cache'),
    tarball(),
  ];
  execFileSync('npm', args, { env: cleanEnvironment(), shell: isWindows });
}, 60_000);

function tarball(): string {
  return path.join(folder, 'npm', `session-scope-${version}.tgz`);
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const PATH = [bin, path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
  return { PATH, HOME: home.folder, USERPROFILE: home.folder };
}

function run(...args: string[]): { code: number | null; stdout: string } {
  const { status, stdout } = spawnSync('session-scope', args, {
    cwd: home.path('shop'),
    env: cleanEnvironment(),
    encoding: 'utf8',
    shell: isWindows,
  });
  return { code: status, stdout };
}

it('the package has the command line alone, depends on nothing, and is smaller than 210 KB', () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'npm', 'package.json'), 'utf8')) as object;
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).toMatchObject({ version, bin: { 'session-scope': 'dist/cli.js' }, license: 'MIT' });
  expect(fs.statSync(tarball()).size).toBeLessThan(210_000);
  const installed = path.join(prefix, isWindows ? '' : 'lib', 'node_modules');
  expect(fs.readdirSync(installed)).toEqual(['session-scope']);
});

it('session-scope is on the PATH after its installation, in a new home', () => {
  expect(run('--version')).toEqual({ code: 0, stdout: `${version}\n` });
  expect(run('find-plan-slug', sessionA)).toEqual({ code: 0, stdout: '"calm-painting-otter"\n' });
  expect(run('plan', sessionA).stdout).toContain(`"sessionId":"${sessionA}"`);
  expect(run('who').stdout).toContain('"error":"no_session"');
  expect(run('help', 'who').stdout).toMatch(/^who /);
});
