/** Which proof is the last one, and what is none: cases that differ in one circumstance alone. */
import { describe, expect, it } from 'vitest';
import { approved, edited, planMode, prompt, result, written } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome, planSummary } from '../../fixtures/indexed.ts';

describe('the last proof', () => {
  it('is in the log that began later, though it stands in an earlier line than those of the log before', () => {
    const home = makeHome();
    const [first, later] = [home.plan('first-log'), home.plan('later-log')];
    const at = (day: number) => ({ timestamp: `2026-01-0${day}T00:00:00.000Z` });
    const talk = Array.from({ length: 5 }, () => prompt('x', at(1)));
    home.log(sessionA, [...talk, written(first, 'x', at(1))]);
    home.log(sessionA, [prompt('y', at(2)), written(later, 'x', at(2))], { cwd: 'worktree' });
    expect(detailsOf(indexOf(home), sessionA).plan?.slug).toBe('later-log');
  });

  it('is the stronger one of two in one line', () => {
    const home = makeHome();
    const [named, slugged] = [home.plan('named-by-path'), home.plan('named-by-slug')];
    home.log(sessionA, [approved(named, 'x'), written(slugged, 'x'), planMode(named, true, { slug: 'named-by-slug' })]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([
      'named-by-slug found differs (plan-written@2 slug@3)',
      'named-by-path found in-force differs (plan-mode@3 plan-approved@1)',
    ]);
  });

  it('of a text: an edit that logs none makes what was approved before unknown', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# New\n');
    const edit = { filePath: file, oldString: 'Old', newString: 'New', originalFile: null };
    home.log(sessionA, [approved(file, '# Old'), result('toolu_edit', edit)]);
    expect(detailsOf(indexOf(home), sessionA).plan?.differs).toBeUndefined();
    home.log(sessionA, [approved(file, '# Old'), edited(file, '# Old\n', 'Old', 'New')]);
    expect(detailsOf(indexOf(home), sessionA).plan?.differs).toBe(false);
  });

  it('of plan mode: a plan that was written is not merely announced when it is announced again', () => {
    const home = makeHome();
    const file = home.planPath('calm-painting-otter');
    home.log(sessionA, [planMode(file, true), planMode(file, false)]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter missing in-force (plan-mode@2)']);
  });
});

describe('no proof of a plan of the session', () => {
  it.each([
    ['plan mode of a subagent', 'planMode'],
    ['an approval of a subagent', 'approval'],
  ])('is %s', (_name, kind) => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# Plan\n');
    const attachment = { type: 'plan_mode', planFilePath: file, planExists: true, isSubAgent: true };
    const ofAgent =
      kind === 'planMode'
        ? { type: 'attachment', attachment }
        : result('toolu_exit', { plan: '# Plan', isAgent: true, filePath: file });
    home.log(sessionA, [prompt('x'), ofAgent]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it.each(['/Users/dev/.claude/agents', '/Users/dev/.claude/notes/plans-of-2025', '/Users/dev/notes/plans'])(
    'is a write into %s, whatever the plans folder has of that name',
    (folder) => {
      const home = makeHome();
      home.plan('calm-painting-otter', '# Plan\n');
      home.log(sessionA, [written(`${folder}/calm-painting-otter.md`, '# Plan\n')]);
      expect(planSummary(indexOf(home), sessionA)).toEqual([]);
    },
  );

  it('is a slug that stood on entries before what was appended since', () => {
    const home = makeHome();
    const [old, next] = [home.plan('old-plan'), home.plan('new-plan')];
    home.log(sessionA, [written(old, 'x', { slug: 'old-plan' }), prompt('x', { slug: 'old-plan' })]);
    const index = indexOf(home);
    home.append(sessionA, [written(next, 'x'), prompt('y')]);
    index.refresh();
    expect(planSummary(index, sessionA)).toEqual(planSummary(indexOf(home), sessionA));
    expect(detailsOf(index, sessionA).plan?.slug).toBe('new-plan');
  });

  it('is any file where plansDirectory names the whole project', () => {
    const home = makeHome();
    home.repository();
    home.write('shop/.claude/settings.json', '{"plansDirectory":"."}');
    const file = home.write('shop/README.md', 'x');
    home.log(sessionA, [prompt('x', { slug: 'README', cwd: home.path('shop') }), written(file, 'x')]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });
});
