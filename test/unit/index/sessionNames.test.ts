/** All names of a session, each of which leads back to it, and the list of those that are open now. */
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveRows } from '../../../src/core/answers/liveRows.ts';
import { resolveName } from '../../../src/core/answers/resolveName.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { sessionMatcher } from '../../../src/presentation/sessionFilter.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { restoreRecording } from '../../fixtures/recordings.ts';

/** An entry of the registry whose process runs: the test says so. */
function register(home: Home, entry: { pid: number; procStart: string } & Record<string, unknown>): void {
  home.write(`.claude/sessions/${entry.pid}.json`, JSON.stringify(entry));
}

/** An index for which the processes of these numbers run. */
const running = (home: Home, starts: Readonly<Record<number, string>>): SessionIndex =>
  indexOf(home, { processes: { startOf: (pid) => starts[pid] } });

/** A repository with a linked worktree `fix-search` beside it. */
function withWorktree(home: Home): string {
  const main = home.repository();
  home.write('shop/.git/worktrees/fix-search/commondir', '../..\n');
  home.write('shop/.git/worktrees/fix-search/gitdir', `${home.path('fix-search', '.git')}\n`);
  home.write('fix-search/.git', `gitdir: ${path.join(main, '.git', 'worktrees', 'fix-search')}\n`);
  return home.path('fix-search');
}

describe('a session', () => {
  const home = makeHome();
  const worktree = withWorktree(home);
  home.log(sessionA, [
    { type: 'bridge-session', bridgeSessionId: 'cse_01AbC', lastSequenceNum: 1 },
    { type: 'bridge-session', bridgeSessionId: '', lastSequenceNum: 1 },
    { type: 'teleported-from', remoteSessionId: 'session_9xY' },
    prompt('Fix it', { cwd: worktree, entrypoint: 'cli' }),
    { type: 'custom-title', customTitle: 'Search fixed' },
    prompt('Go on', { cwd: home.path('.claude', 'worktrees', 'gone'), entrypoint: 'sdk-cli' }),
  ]);
  home.log(sessionB, [prompt('Another', { entrypoint: 'claude-vscode' })]);
  const sessionId = sessionA;
  const registered = { sessionId, kind: 'bg', jobId: '7f7f7f7f', name: 'lawn mower', bridgeSessionId: 'cse_02' };
  register(home, { pid: 4711, procStart: '17', ...registered });
  home.write('.claude/jobs/11111111/state.json', JSON.stringify({ sessionId, state: 'done' }));
  const index = running(home, { 4711: '17' });
  const names: [kind: string, name: string][] = [
    ['registry', 'lawn mower'],
    ['job', '7f7f7f7f'],
    ['process', '4711'],
    ['remote', 'cse_01AbC'],
    ['remote', 'session_9xY'],
    ['remote', 'cse_02'],
    ['job', '11111111'],
    ['worktree', 'fix-search'],
    ['worktree', 'gone'],
    ['entrypoint', 'cli'],
    ['entrypoint', 'sdk-cli'],
  ];

  it('has the names of the registry, of its job, of Remote Control and the cloud, its worktrees, and what ran it', () => {
    expect(detailsOf(index, sessionA).names.map(({ kind, name }) => [kind, name])).toEqual(names);
  });

  const resolvable: [kind: string, name: string][] = [
    ...names.filter(([, name]) => name !== '11111111'),
    ['title', 'search fixed'],
    ['session-id', sessionA],
    ['session-id', '11111111'],
  ];

  it.each(resolvable)('is resolved by its %s %s alone', (kind, name) => {
    const { sessions, ...found } = resolveName(name, index);
    expect(found).toEqual({ kind });
    expect(sessions.map((row) => row.sessionId)).toEqual([sessionA]);
  });

  it.each([...names.map(([, name]) => name), sessionA.slice(0, 8), 'fixed'])(
    'is what Find and Filter show for %s',
    (text) => {
      const matches = sessionMatcher({ text, facets: [] });
      expect([...index.rows.values()].filter(matches).map((row) => row.sessionId)).toEqual([sessionA]);
    },
  );

  it('is not named by a process that does not run, or by the start of a process ID or an entrypoint', () => {
    expect(resolveName('4711', running(home, {})).kind).toBe(undefined);
    expect(['711', 'fixed 711', 'fixed 4711'].map((name) => resolveName(name, index).kind)).toEqual([
      undefined,
      undefined,
      'words',
    ]);
    const shown = (text: string) => [...index.rows.values()].filter(sessionMatcher({ text, facets: [] })).length;
    expect([shown('471'), shown('claude-vsc'), shown('claude-vscode')]).toEqual([0, 0, 1]);
  });

  it('that is open stands under the main working tree of its repository, with its worktree', () => {
    register(home, { pid: 12, procStart: '1', sessionId: sessionB, status: 'waiting', cwd: home.path('shop') });
    register(home, { pid: 4711, procStart: '17', ...registered, cwd: worktree });
    const rows = liveRows(running(home, { 12: '1', 4711: '17' }), () => true);
    expect(rows.map((row) => [row.sessionId, row.state, row.repository, row.worktree])).toEqual([
      [sessionB, 'waiting', home.path('shop'), undefined],
      [sessionA, 'running', home.path('shop'), 'fix-search'],
    ]);
  });
});

/**
 * The registry at moments of the recordings at which `claude agents --json` was, or could have been, asked: it prints
 * these.
 */
const moments = {
  '2.1.240-bg': [
    {
      ...{ pid: 77, sessionId: '1d66bef8-fd57-45f1-808a-5eb88e82d579', cwd: '/home/dev/work/backyard' },
      ...{ startedAt: 1795871682582, procStart: '659054', kind: 'bg', entrypoint: 'cli', name: 'the shed is built.' },
      ...{ jobId: '1d66bef8', status: 'waiting', waitingFor: 'permission prompt' },
    },
    {
      ...{ pid: 79, sessionId: '8d4dbfb1-4f2d-4f6d-abe3-262a82b1511e', cwd: '/home/dev/work/backyard' },
      ...{ startedAt: 1795871681472, procStart: '659059', kind: 'bg', entrypoint: 'cli', name: 'lawn' },
      ...{ jobId: '8d4dbfb1', status: 'busy' },
    },
  ],
  '2.1.240-live': [
    {
      ...{ pid: 1166, sessionId: '96b67283-fd1e-4563-8f98-fcaf8aac61ec', cwd: '/home/dev/work/live' },
      ...{ startedAt: 1795871258023, procStart: '617138', kind: 'interactive', entrypoint: 'cli' },
      ...{ name: 'my live one-refactored-popcorn', status: 'idle' },
    },
    {
      ...{ pid: 1672, sessionId: '6508996d-50aa-4b1c-8610-9ef6271c2c89', cwd: '/home/dev/work/live' },
      ...{ startedAt: 1795871284097, procStart: '619678', kind: 'bg', entrypoint: 'cli', name: 'job done.' },
      ...{ jobId: '6508996d', status: 'idle' },
    },
  ],
  '2.1.181-teams': [
    {
      ...{ pid: 38, sessionId: '15f3c703-09b4-4e8a-bf88-d58f596be869', cwd: '/home/dev/work/crew' },
      ...{ startedAt: 1795870910280, procStart: '582323', kind: 'interactive', entrypoint: 'cli', status: 'busy' },
    },
  ],
} as const;

it.each(Object.entries(moments))('the live sessions of %s are those that the client itself lists', (name, entries) => {
  const home = makeHome();
  const { roots } = restoreRecording(name, home.folder);
  for (const entry of entries) register(home, { ...entry });
  // Left by a process that was killed: the client does not list it, since another process has its number.
  register(home, { pid: 9, procStart: '1', sessionId: sessionA, status: 'busy' });
  const starts = Object.fromEntries(entries.map(({ pid, procStart }) => [pid, procStart]));
  const index = indexOf(home, { roots, processes: { startOf: (pid) => ({ 9: '2', ...starts })[pid] } });
  const listed = liveRows(index, () => true).flatMap(({ sessionId, processes }) =>
    processes.map(({ pid, cwd, kind, state, waitingFor, name: called, jobId, startedAt }) => {
      return { pid, sessionId, cwd, kind, status: state, waitingFor, name: called, id: jobId, startedAt };
    }),
  );
  const expected = entries.map((entry): Record<string, unknown> => {
    const { procStart, entrypoint, jobId, ...shown } = { jobId: undefined, waitingFor: undefined, ...entry };
    return { name: undefined, ...shown, id: jobId };
  });
  const byPid = (a: { pid?: unknown }, b: { pid?: unknown }): number => Number(a.pid) - Number(b.pid);
  expect([...listed].sort(byPid)).toEqual([...expected].sort(byPid));
});
