import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { unzipped } from '../../fixtures/unzipped.ts';
import { cli } from './cliProcess.ts';

it('export writes a zip file named after the session, or where it is told, and over none', () => {
  const home = makeHome();
  const log = home.log(sessionA, [prompt('Plan')]);
  const answer = cli(home, ['export', sessionA.slice(0, 8)]);
  expect(answer).toMatchObject({ code: 0, stderr: '', json: { sessionId: sessionA, leftOut: [] } });
  const file = home.path(`${sessionA}.zip`);
  expect(answer.json).toMatchObject({ path: file, files: [{ kind: 'session-log', path: log }] });
  expect([...unzipped(file).keys()].map((name) => name.replace(/^logs\/[^/]+/, 'logs/P'))).toEqual([
    `logs/P/${sessionA}.jsonl`,
    'manifest.json',
  ]);
  expect(cli(home, ['export', sessionA])).toMatchObject({ code: 1, json: { error: 'refused', reason: 'EEXIST' } });
  expect(cli(home, ['export', sessionA, '--output', 'other.zip']).json).toMatchObject({ path: home.path('other.zip') });
  expect(fs.readFileSync(home.path('other.zip')).length).toBeGreaterThan(100);
  expect(cli(home, ['export', sessionA, '--output', 'no/other.zip']).json).toMatchObject({ reason: 'ENOENT' });
});

it('export of a session that no root has is an error, and writes nothing', () => {
  const home = makeHome();
  expect(cli(home, ['export', sessionA])).toMatchObject({ code: 1, json: { error: 'session_not_found' } });
  expect(fs.existsSync(home.path(`${sessionA}.zip`))).toBe(false);
});
