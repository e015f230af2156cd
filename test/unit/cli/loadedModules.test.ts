import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

it('find-plan-slug loads nothing of Node that a start does not, but node:os', () => {
  const home = makeHome();
  home.repository();
  home.log(sessionA, [prompt('Plan', { slug: 'calm-painting-otter' })]);
  const list = `const before = new Set(process.moduleLoadList);
    process.on('exit', () => console.error(process.moduleLoadList.filter((name) => !before.has(name)).join('\\n')));`;
  const listing = home.write('list.cjs', list);
  const args = ['--require', listing, cliFile, 'find-plan-slug', sessionA, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { env: environmentOf(home), encoding: 'utf8' });
  expect(stdout).toBe('"calm-painting-otter"\n');
  const loaded = stderr.split('\n').filter((line) => line.startsWith('NativeModule '));
  expect(loaded.filter((name) => !/^NativeModule (os|internal\/(?!streams).*)$/.test(name))).toEqual([]);
});

it.each([
  ['sessions', '--all'],
  ['plan', sessionA],
  ['session', sessionA],
  ['agents', sessionA],
  ['files', sessionA],
  ['siblings', sessionA],
  ['touched', '/work/a.ts'],
  ['resolve', sessionA],
  ['transcript', sessionA],
  ['scratch-dir', sessionA],
])('%s, from the cache, loads neither streams nor what starts programs', (...call) => {
  const home = makeHome();
  home.repository();
  home.log(sessionA, [prompt('Plan', { slug: 'calm-painting-otter' })]);
  const list = `process.on('exit', () => console.error(process.moduleLoadList.join('\\n')));`;
  const args = ['--require', home.write('list.cjs', list), cliFile, ...call];
  const run = () => spawnSync(process.execPath, args, { env: environmentOf(home), encoding: 'utf8' });
  run();
  const { stdout, stderr } = run();
  expect(stdout).not.toBe('');
  const costly = ['child_process', 'net', 'tty', 'readline', 'crypto', 'perf_hooks'];
  // Node 20 optimizes less at the word of `node:v8`, which has streams.
  if (!process.versions.node.startsWith('20.')) costly.push('v8', 'stream');
  expect(costly.filter((name) => stderr.split('\n').includes(`NativeModule ${name}`))).toEqual([]);
});

it('hook says nothing of a write to a file that is no plan, and does not load the other commands for it', () => {
  const home = makeHome();
  const listing = home.write(
    'list.cjs',
    `process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));`,
  );
  const of = (file: string) => {
    const written = {
      session_id: sessionA,
      hook_event_name: 'PreToolUse',
      tool_name: 'Write',
      tool_input: { file_path: file },
    };
    const args = ['--require', listing, cliFile, 'hook'];
    const input = JSON.stringify(written);
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      env: environmentOf(home),
      encoding: 'utf8',
      input,
    });
    return {
      stdout,
      status,
      loaded: ['hook.js', 'commands.js'].filter((name) => stderr.includes(`${path.sep}${name}`)),
    };
  };
  expect(of('/work/a.ts')).toEqual({ stdout: '', status: 0, loaded: [] });
  expect(of('/work/a.md')).toEqual({ stdout: '', status: 0, loaded: ['hook.js'] });
});
