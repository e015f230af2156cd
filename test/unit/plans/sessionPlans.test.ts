import { expect, it } from 'vitest';
import { emptySessionLogFacts, type SessionLogFacts } from '../../../src/core/log/sessionLogFacts.ts';
import type { TrackedSessionLog } from '../../../src/core/log/trackedLog.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import {
  cwdsOf,
  distinct,
  logsInOrder,
  planPathsOf,
  plansOfSession,
  type LogOfSession,
} from '../../../src/core/plans/sessionPlans.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

function log(path: string, facts: Partial<SessionLogFacts>, root = '/data'): LogOfSession {
  return {
    file: { path } as TrackedSessionLog['file'],
    root,
    facts: { ...emptySessionLogFacts(sessionA), ...facts },
  };
}

const order = (...logs: LogOfSession[]) => logsInOrder(logs).map(({ file }) => file.path);

it('logs are in the order of their first entries, those without any last, copies by their entries, then by their paths', () => {
  expect(order(log('b', { firstActivity: 2 }), log('a', { firstActivity: 3 }), log('c', { firstActivity: 1 }))).toEqual(
    ['c', 'b', 'a'],
  );
  expect(order(log('a', {}), log('b', { firstActivity: 3 }))).toEqual(['b', 'a']);
  expect(order(log('b', { firstActivity: 3 }), log('a', {}))).toEqual(['b', 'a']);
  expect(order(log('b', { firstActivity: 3 }), log('a', { firstActivity: 3 }))).toEqual(['a', 'b']);
  expect(order(log('a', { firstActivity: 3 }), log('b', { firstActivity: 3 }))).toEqual(['a', 'b']);
  const [left, went] = [
    { firstActivity: 3, entries: 4 },
    { firstActivity: 3, entries: 9 },
  ];
  expect(order(log('a', went), log('b', left))).toEqual(['b', 'a']);
  expect(order(log('a', left), log('b', went))).toEqual(['a', 'b']);
  expect(order(log('a', {}))).toEqual(['a']);
  expect(order()).toEqual([]);
});

it('working directories are those of own entries, each once; of copied ones where there are none', () => {
  expect(cwdsOf([log('a', { cwds: ['/x', '/y'] }), log('b', { cwds: ['/y', '/z'], copiedCwd: '/c' })])).toEqual([
    '/x',
    '/y',
    '/z',
  ]);
  expect(cwdsOf([log('a', { copiedCwd: '/c' }), log('b', { copiedCwd: '/c' }), log('c', {})])).toEqual(['/c']);
  expect(cwdsOf([log('a', {})])).toEqual([]);
});

it('a list of lists has each once, in order of first appearance, and is a list of its own', () => {
  const one = ['a'];
  expect(distinct([one])).toEqual(['a']);
  expect(distinct([one])).not.toBe(one);
  expect(distinct([['b', 'a', 'b']])).toEqual(['b', 'a']);
  expect(distinct([['b'], ['a', 'b']])).toEqual(['b', 'a']);
  expect(distinct([])).toEqual([]);
});

it('plans are those of all logs of the session, looked for in the data root of the first', () => {
  const home = makeHome();
  const [otter, heron] = [home.plan('otter'), home.plan('heron')];
  const slug = (name: string) => ({ slugs: [{ slug: name, last: { line: 1, offset: 0 } }] });
  const logs = [
    log('b', { firstActivity: 2, ...slug('heron') }, '/elsewhere'),
    log('a', { firstActivity: 1, ...slug('otter') }, home.root),
    log('c', {}, home.root),
  ];
  expect(plansOfSession(logs, new PlanDirectories()).map((plan) => [plan.path, plan.evidence[0]?.file])).toEqual([
    [otter, 'a'],
    [heron, 'b'],
  ]);
  expect(planPathsOf(logsInOrder(logs), new PlanDirectories())).toEqual([otter, heron]);
});

it('a session whose logs speak of no plan has none, and nothing is looked for', () => {
  const logs = [log('a', { cwds: ['/shop'] })];
  const directories = new PlanDirectories();
  expect(plansOfSession(logs, directories)).toEqual([]);
  expect(planPathsOf(logs, directories)).toEqual([]);
  expect([directories.listed.size, plansOfSession([], directories)]).toEqual([0, []]);
});

it('a plan of copied entries alone is looked for, too', () => {
  const home = makeHome();
  const loggedPath = home.plan('otter');
  const position = { line: 1, offset: 0 };
  const plan = {
    kind: 'plan-mode',
    loggedPath,
    slug: 'otter',
    position,
    text: undefined,
    onlyAnnounced: false,
  } as const;
  const logs = [log('a', { copiedPlans: [plan] }, home.root)];
  expect(planPathsOf(logs, new PlanDirectories())).toEqual([loggedPath]);
  expect(planPathsOf([log('a', { plans: [plan] }, home.root)], new PlanDirectories())).toEqual([loggedPath]);
});
