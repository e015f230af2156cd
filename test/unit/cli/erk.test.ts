/** The commands that docs/erk.md gives do what it says, while a neighbour's plan is newer. */
import * as fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { cli } from './cliProcess.ts';

const page = fs.readFileSync('docs/erk.md', 'utf8');
let home: Home;

beforeAll(() => {
  home = makeHome();
  home.repository();
  for (const [id, slug] of [
    [sessionA, 'own-plan'],
    [sessionB, 'newer-plan'],
  ] as const) {
    home.plan(slug, `# ${slug}\n`);
    home.log(id, [prompt('Plan', { slug }), planMode(home.planPath(slug), true), written(home.planPath(slug), 'x')]);
  }
});

/** The command of the page in the row that begins with this. */
function recipe(row: string): unknown {
  const line = page.split('\n').find((one) => one.startsWith(`| ${row}`));
  const words = /`session-scope ([^`]+)`/
    .exec(line ?? '')?.[1]
    ?.replace('$ID', sessionA)
    .split(' ');
  expect(words, row).toBeDefined();
  const { code, json } = cli(home, words ?? [], { cwd: home.path('shop') });
  return { code, json };
}

describe('docs/erk.md', () => {
  it('has seven recipes', () => {
    expect(page.match(/^\| .*`session-scope /gm)).toHaveLength(7);
  });

  it('finds the plan and the slugs of the session', () => {
    const plan = { slug: 'own-plan', path: home.planPath('own-plan') };
    expect(recipe('`find_plan_for_session`')).toMatchObject({ code: 0, json: { plan } });
    expect(recipe('slugs')).toMatchObject({ json: { plans: [{ slug: 'own-plan' }] } });
  });

  it('gives the text of its plan, not of the newest one', () => {
    expect(recipe('newest plan')).toMatchObject({ code: 0, json: { content: '# own-plan\n', from: 'file' } });
  });

  it('lists the sessions, and names the log of one', () => {
    expect(recipe('`list-sessions`')).toMatchObject({
      json: expect.arrayContaining([expect.objectContaining({ sessionId: sessionA })]) as unknown,
    });
    const logs = [{ path: home.logPath(sessionA) }];
    expect(recipe('`capture-session-info`')).toMatchObject({ json: { sessionId: sessionA, logs } });
  });

  it('asks what scratch is stale, and finds that no other session has the plan', () => {
    expect(recipe('`cleanup_stale_scratch`')).toMatchObject({ code: 0 });
    expect(recipe('may this plan')).toMatchObject({ code: 0 });
  });
});
