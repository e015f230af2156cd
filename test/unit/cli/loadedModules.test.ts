import { spawnSync } from 'node:child_process';
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
