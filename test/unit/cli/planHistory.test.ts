import { beforeAll, expect, it } from 'vitest';
import { planMode, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

/** A and B share a plan; the plan of C has no file. */
let home: Home;
const run = (...args: string[]) => cli(home, args);

beforeAll(() => {
  home = makeHome();
  const shared = home.plan('calm-painting-otter', '# By hand\n');
  const gone = home.planPath('gone-with-wind');
  home.log(sessionA, [written(shared, '# A\n'), written(shared, '# B\n')]);
  home.log(sessionB, [planMode(shared, true)]);
  home.log(sessionC, [written(gone, '# Gone\u202e\n')]);
});

it('plan-history lists the versions with time, author and evidence, and which one the file is', () => {
  const { code, json } = run('plan-history', sessionA);
  expect([code, json]).toEqual([
    0,
    expect.objectContaining({
      sessionId: sessionA,
      slug: 'calm-painting-otter',
      title: 'By hand',
      differs: true,
      fileIs: null,
      versions: [
        expect.objectContaining({
          number: 1,
          kind: 'written',
          author: { sessionId: sessionA, agentId: null, isAgent: false },
          evidence: [expect.objectContaining({ kind: 'written', line: 1 })],
        }),
        expect.objectContaining({ number: 2, time: '2026-01-02T03:00:02.000Z' }),
      ],
    }),
  ]);
});

it('plan --content is the file, or what was logged last, and says which', () => {
  expect(run('plan', sessionA, '--content').json).toMatchObject({ from: 'file', content: '# By hand\n' });
  expect(run('plan', sessionC, '--content').json).toMatchObject({ from: 'log', version: 1, content: '# Gone\u202e\n' });
  expect(run('plan', sessionC, '--content').stdout).not.toContain('\u202e');
  expect(run('plan', sessionA, '--content', '--version', '1').json).toMatchObject({ from: 'log', content: '# A\n' });
  expect(run('plan', sessionA, '--content', '--version', '3')).toMatchObject({ code: 1, json: { error: 'not_found' } });
  expect(run('plan', sessionA, '--version', '1').code).toBe(2);
});

it('plan --exclusive exits with 1 for a shared plan and names all owners with evidence, with 0 for a plan of its own', () => {
  const { code, json } = run('plan', sessionA, '--exclusive');
  const owner = (sessionId: string, kind: string): unknown =>
    expect.objectContaining({ sessionId, evidence: [expect.objectContaining({ kind })] });
  expect([code, json]).toEqual([
    1,
    expect.objectContaining({
      error: 'shared',
      exclusive: false,
      owners: [owner(sessionA, 'plan-written'), owner(sessionB, 'plan-mode')],
    }),
  ]);
  expect(run('plan', sessionC, '--exclusive')).toMatchObject({ code: 0, json: { exclusive: true } });
});
