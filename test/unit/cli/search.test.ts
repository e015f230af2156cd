import * as fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';
import { cli } from './cliProcess.ts';

let home: Home;

beforeAll(() => {
  home = makeHome();
  home.log(sessionA, [prompt('Find the needle'), answer('A needle\u001b[2J, found')]);
  home.log(sessionB, [prompt('Another needle')], { cwd: 'other' });
});

describe('search', () => {
  it('prints one hit a line, with the line that says it', () => {
    const { stdout, code } = cli(home, ['search', 'NEEDLE', '--session-id', sessionA]);
    const hits = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(
      hits.map(({ sessionId, source, snippet, match, evidence }) => [sessionId, source, snippet, match, evidence]),
    ).toEqual([
      [sessionA, 'log', 'Find the needle', [9, 15], expect.objectContaining({ kind: 'prompt', line: 1, offset: 0 })],
      [
        sessionA,
        'log',
        expect.stringMatching(/^A needle.*, found$/),
        [2, 8],
        expect.objectContaining({ kind: 'answer', line: 2 }),
      ],
    ]);
  });

  it('stops at the limit', () => {
    expect(cli(home, ['search', 'needle', '--limit', '2']).stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('does not say that there is none while something could not be read', skip(noLinks), () => {
    const shop = makeHome();
    shop.log(sessionA, [prompt('Find the needle')]);
    const link = shop.path('.claude', 'projects', 'gone');
    fs.symlinkSync(shop.path('nowhere'), link);
    const unknown = { error: 'unreadable', paths: [link], unreadCount: 1 };
    expect(cli(shop, ['search', 'nowhere at all'])).toMatchObject({ code: 1, json: unknown });
    expect(cli(shop, ['search', 'nowhere at all', '--session-id', sessionA])).toMatchObject({ json: unknown });
    expect(cli(shop, ['search', 'needle'])).toMatchObject({ code: 0 });
    expect(cli(shop, ['search', 'needle', '--limit', '0'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('prints nothing where there is none, and asks for a text', () => {
    expect(cli(home, ['search', 'nowhere at all'])).toMatchObject({ stdout: '', code: 0 });
    expect(cli(home, ['search', ' ']).stdout).toContain('"error":"usage"');
  });
});
