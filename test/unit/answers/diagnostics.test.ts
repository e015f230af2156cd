import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf, redactedPath } from '../../../src/core/answers/diagnostics.ts';
import { indexCacheFormat } from '../../../src/core/index/cache/indexCache.ts';
import { diagnosticsText } from '../../../src/presentation/diagnosticsText.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli } from '../cli/cliProcess.ts';

const programs = { sessionScope: '1.0.0', node: '22.1.0', platform: 'linux x64', vscode: '1.100.0' };
const how = {
  cache: { state: 'used', format: 13, bytes: 2048 },
  watching: { folders: 12, complete: false },
  startMs: 1234.4,
  comparisonMs: 5.6,
} as const;

function homeOfThree(): Home {
  const home = makeHome();
  home.log(sessionA, [prompt('Secret title', { version: '2.1.9' }), '{"cut', prompt('x', { version: '2.1.40' })], {
    cwd: 'secret-project',
  });
  home.log(sessionB, [prompt('B', { version: '2.1.40' }), '\0\0\0', '[1]']);
  home.log(sessionC, [prompt('C', { version: '<script>' }), { type: 'x', note: { version: '9.9.9' } }]);
  return home;
}

describe('diagnostics', () => {
  it('count by root, by reason and by version of the client, and say nothing of projects, titles or folders', () => {
    const home = homeOfThree();
    const index = indexOf(home, { roots: [home.root, home.path('work/secret-client/.claude')] });
    const found = diagnosticsOf(index, how, home.folder);
    expect(found).toEqual({
      ...how,
      roots: [
        { root: path.join('~', '.claude'), condition: 'found', sessions: 3 },
        { root: path.join('~', '…', '.claude'), condition: 'missing', sessions: 0 },
      ],
      sessions: 3,
      withPlan: 0,
      withAgents: 0,
      withoutLog: 0,
      live: { waiting: 0, busy: 0, running: 0, idle: 0 },
      logs: 3,
      agentLogs: 0,
      bytes: expect.any(Number) as number,
      unreadCount: 0,
      linesSkipped: 3,
      linesRepaired: 0,
      damage: [
        { reason: 'not-json', lines: 1 },
        { reason: 'only-nul', lines: 1 },
        { reason: 'not-object', lines: 1 },
      ],
      damaged: [
        { name: `${sessionB}.jsonl`, skipped: 2, repaired: 0, reasons: ['only-nul', 'not-object'] },
        { name: `${sessionA}.jsonl`, skipped: 1, repaired: 0, reasons: ['not-json'] },
      ],
      clients: [
        { version: '2.1.40', sessions: 2 },
        { version: '2.1.9', sessions: 1 },
      ],
      clientsAskedOf: 3,
    });
    expect(JSON.stringify(found)).not.toMatch(/secret|shop|Secret/);
  });

  it('read as text', () => {
    const home = homeOfThree();
    const found = { ...diagnosticsOf(indexOf(home), how, home.folder), bytes: 900 };
    expect(diagnosticsText(programs, found)).toBe(
      [
        'Session Scope 1.0.0, VS Code 1.100.0, linux x64, Node 22.1.0',
        '',
        'Data roots: 1',
        `  ${path.join('~', '.claude')}: 3 sessions`,
        '',
        'Sessions: 3',
        '  with a plan: 0',
        '  with agent logs: 0',
        '  without a session log: 0',
        '  live: 0',
        'Logs: 3, agent logs: 0, 900 B',
        'Logs and folders that cannot be looked at: 0',
        '',
        'Lines skipped, agent logs included: 3',
        'Records got back from damaged lines: 0',
        '  not-json: 1 line',
        '  only-nul: 1 line',
        '  not-object: 1 line',
        `  ${sessionB}.jsonl: 2 skipped, 0 got back (only-nul, not-object)`,
        `  ${sessionA}.jsonl: 1 skipped, 0 got back (not-json)`,
        '',
        'Claude Code, in the 3 sessions that were active last:',
        '  2.1.40: 2 sessions',
        '  2.1.9: 1 session',
        '',
        'Index cache: format 13, 2 KB; the start was from the cache',
        'Watched folders: 12, some without events: changes there are found by looking',
        'From the start until all was compared with the disk: 1,234 ms',
        'Last comparison with the disk: 6 ms',
        '',
      ].join('\n'),
    );
  });

  it('of the command line say whether the cache was used, and answer where no data root is there', () => {
    const home = homeOfThree();
    const cacheOf = (...args: string[]) => (cli(home, ['diagnostics', ...args]).json as { cache: unknown }).cache;
    expect(cacheOf()).toEqual({ state: 'rebuilt', format: indexCacheFormat, bytes: null });
    expect(cacheOf()).toEqual({ state: 'used', format: indexCacheFormat, bytes: expect.any(Number) as number });
    expect(cacheOf('--no-cache')).toEqual({ state: 'off', format: indexCacheFormat, bytes: null });
    const { code, json } = cli(home, ['diagnostics', '--claude-dir', home.path('not-there')]);
    expect([code, json]).toMatchObject([
      0,
      { roots: [{ root: path.join('~', 'not-there'), condition: 'missing', sessions: 0 }] },
    ]);
  });
});

it('a share of the network is told without its name and its machine', () => {
  const file = String.raw`\\build-server\acme\data\.claude`;
  expect(redactedPath(file, String.raw`C:\Users\ada`, path.win32)).toBe(String.raw`\\…\…\.claude`);
});

describe('the path of a data root', skip(path.sep === '\\' && 'paths of another system'), () => {
  it.each([
    ['/home/ada/.claude', '~/.claude'],
    ['/home/ada', '~'],
    ['/home/ada/clients/acme/.claude', '~/…/.claude'],
    ['/home/adam/.claude', '/…/.claude'],
    ['/data', '/data'],
  ])('%s is told as %s', (file, told) => {
    expect(redactedPath(file, '/home/ada')).toBe(told);
  });
});
