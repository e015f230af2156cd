/**
 * The recipe of docs/hosts.md, as it stands there: its shell lines by the built CLI and real sshd, its SQL by the real
 * DuckDB.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noSshHosts, SshHosts } from '../../fixtures/sshHosts.ts';
import { skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

const recipe = fs.readFileSync('docs/hosts.md', 'utf8').split('## Questions over all machines')[1] ?? '';
const blocks = (language: string): string[] =>
  [...recipe.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

describe('the table of all hosts, by the recipe', { timeout: 60_000, ...skip(noSshHosts) }, () => {
  let hosts: SshHosts;
  let table: DuckDBConnection;
  const here = makeHome();
  const [make = '', ...questions] = blocks('sql');

  beforeAll(async () => {
    hosts = new SshHosts();
    const [one, two] = [makeHome(), makeHome()];
    const on = (timestamp: string, gitBranch?: string) => ({ timestamp, gitBranch });
    here.log(sessionB, [prompt('Here alone', on('2026-11-20T09:00:00.000Z', 'cart'))]);
    one.log(sessionA, [
      prompt("It's \"quoted\", and 'so'", on('2026-11-21T09:00:00.000Z', 'cart')),
      written(one.planPath('calm-otter'), '# Cart\n', on('2026-11-21T09:05:00.000Z', 'cart')),
    ]);
    one.plan('calm-otter', '# Cart\n');
    one.log(sessionC, [prompt('Another', on('2026-11-19T09:00:00.000Z'))]);
    two.log(sessionA, [prompt('A copy', on('2026-11-18T09:00:00.000Z', 'old'))]);
    const real = `exec "${process.execPath}" "${cliFile}" "$@"`;
    await hosts.start('build1', one.folder, real);
    await hosts.start('build2', two.folder, real);
    hosts.name('build3', 1);
    table = await (await DuckDBInstance.create(':memory:')).connect();
  });
  afterAll(() => {
    table.closeSync();
    hosts.stop();
  });

  /** The shell lines in the home of this machine, and the table of what they wrote. */
  async function makeTable(lines: string): Promise<void> {
    here.write('bin/session-scope', `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" "$@"\n`);
    fs.chmodSync(here.path('bin/session-scope'), 0o755);
    const env = { ...environmentOf(here), PATH: `${here.path('bin')}:${hosts.path}` };
    spawnSync('sh', ['-c', lines], { cwd: here.folder, env });
    await table.run('DROP TABLE IF EXISTS sessions');
    await table.run(make.replace(/'(\w+\.json)'/g, (_, name: string) => `'${here.path(name)}'`));
  }

  async function answers(question: string | undefined): Promise<unknown> {
    return (await table.runAndReadAll(question ?? '')).getRowObjectsJson();
  }

  it('answers each of its questions', async () => {
    await makeTable(blocks('sh')[0] ?? '');
    const [unanswered, perHost, copies, branches, ...others] = questions;
    expect(others).toEqual([]);
    expect(await answers(unanswered)).toEqual([]);
    expect(await answers(perHost)).toEqual([
      { host: 'build1', sessions: '2', plans: '1', last: '2026-11-21 09:05:00' },
      { host: 'here', sessions: '1', plans: '0', last: '2026-11-20 09:00:00' },
      { host: 'build2', sessions: '1', plans: '0', last: '2026-11-18 09:00:00' },
    ]);
    expect(await answers(copies)).toEqual([{ sessionId: sessionA, hosts: ['build1', 'build2'] }]);
    expect(await answers(branches)).toEqual([
      { branch: 'cart', sessions: [`build1 ${sessionA.slice(0, 8)}`, `here ${sessionB.slice(0, 8)}`] },
      { branch: 'old', sessions: [`build2 ${sessionA.slice(0, 8)}`] },
    ]);
    expect(await answers('SELECT title FROM sessions WHERE plans > 0')).toEqual([
      { title: "It's \"quoted\", and 'so'" },
    ]);
  });

  it('has a row for a machine that does not answer, which counts as no session', async () => {
    await makeTable((blocks('sh')[0] ?? '').replace('--host build2', '--host build3'));
    expect(await answers(questions[0])).toEqual([{ host: 'build3', reason: 'unreachable' }]);
    expect(await answers(questions[1])).toHaveLength(2);
    expect(await answers(questions[2])).toEqual([]);
  });
});
