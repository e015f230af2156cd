import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/cli/answers.ts';
import { CallContext } from '../../../src/cli/callContext.ts';
import { command as findPlanSlug } from '../../../src/cli/commands/findPlanSlug.ts';
import {
  answer,
  approved,
  call,
  copiedFrom,
  edited,
  implementPlan,
  planMode,
  prompt,
  result,
  snapshot,
  written,
} from '../../fixtures/entries.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome, planSummary } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

/** What plan mode leaves behind in 2.0.60 to 2.1.12: a slug on every entry, the write and the approval. */
function planned(home: Home, slug: string, text = `# ${slug}\n`) {
  const file = home.plan(slug, text);
  return [
    prompt('Plan it', { slug }),
    written(file, text, { slug }),
    approved(file, text.trimEnd(), { slug }),
    answer('Done', { slug }),
  ];
}

describe('a plan whose file is not what was logged last', () => {
  it.each([
    ['# First\n', true],
    ['# By somebody else\n', false],
  ])('and holds %j: is an earlier one of the session: %s', (now, isEarlier) => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', now);
    home.log(sessionA, [written(file, '# First\n'), written(file, '# Second\n'), planMode(file, true)]);
    expect(detailsOf(indexOf(home), sessionA).plan).toMatchObject({ differs: true, isEarlier });
  });
});

describe('parallel sessions', () => {
  it("two sessions in parallel, B's plan newer: A still gets A's", () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter'));
    home.log(sessionB, planned(home, 'brave-counting-heron'));
    const now = Date.now() / 1000;
    fs.utimesSync(home.planPath('calm-painting-otter'), now - 86_400, now - 86_400);
    fs.utimesSync(home.planPath('brave-counting-heron'), now, now);
    // A's log is older than B's, too.
    fs.utimesSync(home.logPath(sessionA), now - 86_400, now - 86_400);

    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plan).toMatchObject({
      slug: 'calm-painting-otter',
      path: home.planPath('calm-painting-otter'),
      state: 'found',
      sharedWith: [],
      owners: [],
      differs: false,
      isEarlier: false,
    });
    expect(detailsOf(index, sessionB).plan?.slug).toBe('brave-counting-heron');
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force (plan-approved@3 plan-written@2 slug@4)',
    ]);
  });

  it('a plan that two sessions prove is shown under both, with the other one', () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter'));
    home.log(sessionB, [prompt('Go on', { slug: 'calm-painting-otter' })]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force shared:22222222 (plan-approved@3 plan-written@2 slug@4)',
    ]);
    expect(planSummary(index, sessionB)).toEqual(['calm-painting-otter found in-force shared:11111111 (slug@1)']);
    expect([...index.ownersOfPlan(home.planPath('calm-painting-otter'))].sort()).toEqual([sessionA, sessionB]);
  });

  it('an edit by the other session shows as a difference under the one that logged another text', () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter', '# Cart\n'));
    const file = home.plan('calm-painting-otter', '# Cart\n\nTax.\n');
    home.log(sessionB, [edited(file, '# Cart\n', '# Cart\n', '# Cart\n\nTax.\n')]);
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plan?.differs).toBe(true);
    expect(detailsOf(index, sessionB).plan?.differs).toBe(false);
  });
});

describe('resume, fork, branch, cleared context', () => {
  it('a resume that draws new slugs (2.0.76): the last slug with a plan is in force, the bare ones are no plans', () => {
    const home = makeHome();
    home.log(sessionA, [
      ...planned(home, 'first-drawn-slug'),
      prompt('Resumed', { slug: 'second-drawn-slug' }),
      ...planned(home, 'third-drawn-slug'),
      prompt('Resumed again', { slug: 'fourth-drawn-slug' }),
    ]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'first-drawn-slug found (plan-approved@3 plan-written@2 slug@4)',
      'third-drawn-slug found in-force (plan-approved@8 plan-written@7 slug@9)',
    ]);
    expect(index.rows.get(sessionA)?.slugs).toEqual([
      'first-drawn-slug',
      'second-drawn-slug',
      'third-drawn-slug',
      'fourth-drawn-slug',
    ]);
  });

  it("a fork that overwrites its parent's plan (2.0.60): both have the file, the parent's text differs", () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter', '# Parent\n'));
    home.log(sessionB, [
      prompt('Plan it', { slug: 'calm-painting-otter', sessionId: sessionA }),
      ...planned(home, 'calm-painting-otter', '# Fork\n'),
    ]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force differs shared:22222222 (plan-approved@3 plan-written@2 slug@4)',
    ]);
    expect(planSummary(index, sessionB)).toEqual([
      'calm-painting-otter found in-force shared:11111111 (plan-approved@4 plan-written@3 slug@5)',
    ]);
    expect(detailsOf(index, sessionB).relations).toEqual([
      {
        kind: 'foreign-entries',
        sessionId: sessionA,
        evidence: { kind: 'foreign-entries', file: home.logPath(sessionB), line: 1, offset: 0 },
      },
    ]);
  });

  it("a branch (2.1.100 on): the copied entries' plan is the parent's, the client's copy is the branch's", () => {
    const home = makeHome();
    const plan = planned(home, 'calm-painting-otter', '# Cart\n');
    home.log(sessionA, plan);
    home.plan('copied-plan-of-branch', '# Cart\n');
    home.log(sessionB, [
      ...plan.map((entry) => copiedFrom(sessionA, entry)),
      prompt('Another way', { slug: 'copied-plan-of-branch' }),
    ]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force (plan-approved@3 plan-written@2 slug@4)',
    ]);
    expect(planSummary(index, sessionB)).toEqual(['copied-plan-of-branch found in-force copied (slug@5)']);
    expect(detailsOf(index, sessionB).relations).toEqual([
      {
        kind: 'forked-from',
        sessionId: sessionA,
        evidence: { kind: 'forked-from', file: home.logPath(sessionB), line: 1, offset: 0 },
      },
    ]);
  });

  it('a branch that writes the copy is no mere copy any more', () => {
    const home = makeHome();
    home.log(sessionB, [
      copiedFrom(sessionA, prompt('Plan it', { slug: 'calm-painting-otter' })),
      ...planned(home, 'copied-plan-of-branch'),
    ]);
    expect(planSummary(indexOf(home), sessionB)).toEqual([
      'copied-plan-of-branch found in-force (plan-approved@4 plan-written@3 slug@5)',
    ]);
  });

  it('an approval that clears the context: two session IDs, one plan file, planContent proves it', () => {
    const home = makeHome();
    const plan = planned(home, 'calm-painting-otter', '# Cart\n\n1. Save it.\n');
    home.log(sessionA, plan);
    home.log(sessionB, [
      snapshot,
      prompt('[Request interrupted by user for tool use]', { sessionId: sessionA, slug: 'calm-painting-otter' }),
      implementPlan('calm-painting-otter', '# Cart\n\n1. Save it.', home.logPath(sessionA)),
    ]);
    const index = indexOf(home);
    expect(planSummary(index, sessionB)).toEqual([
      'calm-painting-otter found in-force shared:11111111 (plan-content@3 slug@3)',
    ]);
    expect(detailsOf(index, sessionB).relations.map(({ kind, sessionId }) => [kind, sessionId])).toEqual([
      ['implements-plan-of', sessionA],
      ['foreign-entries', sessionA],
    ]);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force shared:22222222 (plan-approved@3 plan-written@2 slug@4)',
    ]);
  });

  it('the prompt of an implementing session without a slug names its predecessor and no plan', () => {
    const home = makeHome();
    home.log(sessionB, [implementPlan(undefined, '# Cart', home.logPath(sessionA))]);
    const index = indexOf(home);
    expect(planSummary(index, sessionB)).toEqual([]);
    expect(detailsOf(index, sessionB).relations.map(({ kind, sessionId }) => [kind, sessionId])).toEqual([
      ['implements-plan-of', sessionA],
    ]);
  });

  it('a fork whose write was refused (2.1.100) has no plan of its own', () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter', '# Cart\n'));
    const refused = {
      type: 'user',
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: 'sensitive file' }],
      },
      toolUseResult: 'Error: sensitive file',
    };
    home.log(sessionB, [
      call('toolu_1', 'Write', { file_path: home.planPath('calm-painting-otter'), content: '# Fork\n' }),
      refused,
    ]);
    const index = indexOf(home);
    expect(planSummary(index, sessionB)).toEqual([]);
    expect([...index.ownersOfPlan(home.planPath('calm-painting-otter'))]).toEqual([sessionA]);
  });

  it('a session whose log lies in two project directories has the plans of both, the later log last', () => {
    const home = makeHome();
    home.log(sessionA, [...planned(home, 'begun-in-main-tree')]);
    home.log(
      sessionA,
      planned(home, 'went-on-in-worktree').map((entry, i) => ({
        ...entry,
        timestamp: `2026-02-01T00:00:0${i}.000Z`,
      })),
      { cwd: 'shop-worktree' },
    );
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'begun-in-main-tree found (plan-approved@3 plan-written@2 slug@4)',
      'went-on-in-worktree found in-force (plan-approved@3 plan-written@2 slug@4)',
    ]);
    expect(detailsOf(index, sessionA).logs.map((log) => log.path)).toEqual([
      home.logPath(sessionA),
      home.logPath(sessionA, { cwd: 'shop-worktree' }),
    ]);
    expect(index.rows.get(sessionA)?.cwds).toEqual([home.path('shop'), home.path('shop-worktree')]);
  });
});

describe('a copy of a log that was left behind', () => {
  it.each([
    ['before', 'a-left-behind', 'shop'],
    ['after', 'z-left-behind', 'shop'],
  ])('in a project folder %s that of the log that went on does not say which plan is in force', (_, left, went) => {
    const home = makeHome();
    const begun = [...planned(home, 'planned-first'), prompt('Go on', { slug: 'planned-first', cwd: home.path(went) })];
    const more = planned(home, 'planned-later');
    home.log(sessionA, begun, { cwd: left });
    home.log(sessionA, [...begun, ...more], { cwd: went });
    expect(planSummary(indexOf(home), sessionA).filter((plan) => plan.includes('in-force'))).toEqual([
      'planned-later found in-force (plan-approved@8 plan-written@7 slug@9)',
    ]);
    const input = { values: { 'claude-dir': [home.root], 'session-id': sessionA }, positionals: [], env: {} };
    expect(findPlanSlug.run(new CallContext({ ...input, warn: () => undefined }))).toBe('planned-later');
    for (const slug of ['planned-first', 'planned-later']) fs.rmSync(home.planPath(slug));
    expect(findPlanSlug.run(new CallContext({ ...input, warn: () => undefined }))).toBe('planned-later');
  });

  it('in another data root does not say where plans are', () => {
    const home = makeHome();
    const begun = [prompt('Plan it', { slug: 'calm-painting-otter' })];
    home.plan('calm-painting-otter', '# Left behind\n', 'backup');
    const own = home.plan('calm-painting-otter', '# Own\n');
    home.log(sessionA, begun, { root: 'backup' });
    home.log(sessionA, [...begun, prompt('Go on', { slug: 'calm-painting-otter' })]);
    const index = indexOf(home, { roots: [home.path('backup'), home.root] });
    expect(detailsOf(index, sessionA).plans.map(({ path: file }) => file)).toEqual([own]);
    expect(index.rows.get(sessionA)?.root).toBe(home.root);
  });
});

describe('what proves a plan', () => {
  it('a slug alone is no plan, whatever lies in the plans folder', () => {
    const home = makeHome();
    home.plan('somebody-elses-plan');
    home.log(sessionA, [prompt('Edit a file', { slug: 'slug-without-plan' })]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([]);
    expect(index.rows.get(sessionA)).toMatchObject({ slugs: ['slug-without-plan'], plans: 0 });
  });

  it('a plan written before the slug shows up (2.1.12) is found by the write', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# Cart\n');
    home.log(sessionA, [prompt('Plan it'), written(file, '# Cart\n'), answer('Wrote it')]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter found in-force (plan-written@2)']);
  });

  it('plan mode that announced its file and never wrote it (2.1.100 on) is no plan', () => {
    const home = makeHome();
    home.log(sessionA, [planMode(home.planPath('calm-painting-otter'), false, { slug: 'calm-painting-otter' })]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it('plan mode names the file outright once it is there', () => {
    const home = makeHome();
    home.plan('calm-painting-otter');
    home.log(sessionA, [
      planMode(home.planPath('calm-painting-otter'), false),
      planMode(home.planPath('calm-painting-otter'), true),
    ]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter found in-force (plan-mode@2)']);
  });

  it('a plan whose file is gone is missing; its evidence stays', () => {
    const home = makeHome();
    home.log(sessionA, planned(home, 'calm-painting-otter'));
    fs.rmSync(home.planPath('calm-painting-otter'));
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter missing in-force (plan-approved@3 plan-written@2 slug@4)',
    ]);
    expect(detailsOf(index, sessionA).plan).toMatchObject({ path: home.planPath('calm-painting-otter') });
  });

  it('two plans of one session: the last proof in log order is in force, whichever file is newer', () => {
    const home = makeHome();
    home.log(sessionA, [...planned(home, 'planned-first-in-log'), ...planned(home, 'planned-later-in-log')]);
    const now = Date.now() / 1000;
    fs.utimesSync(home.planPath('planned-later-in-log'), now - 86_400, now - 86_400);
    expect(planSummary(indexOf(home), sessionA)).toEqual([
      'planned-first-in-log found (plan-approved@3 plan-written@2 slug@4)',
      'planned-later-in-log found in-force (plan-approved@7 plan-written@6 slug@8)',
    ]);
  });

  it('slugs that take turns (fork of 2.1.12): the one on the last entry is in force', () => {
    const home = makeHome();
    home.plan('slug-that-comes-back');
    home.plan('slug-in-the-middle');
    home.log(sessionA, [
      prompt('1', { slug: 'slug-that-comes-back' }),
      prompt('2', { slug: 'slug-in-the-middle' }),
      prompt('3', { slug: 'slug-that-comes-back' }),
      prompt('4', { slug: 'slug-that-comes-back' }),
    ]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([
      'slug-in-the-middle found (slug@2)',
      'slug-that-comes-back found in-force (slug@4)',
    ]);
  });

  it("a sidechain's slug and writes prove nothing about the session", () => {
    const home = makeHome();
    const file = home.plan('slug-of-a-subagent');
    home.log(sessionA, [
      prompt('Look around', { isSidechain: true, parentUuid: null, slug: 'slug-of-a-subagent' }),
      written(file, '# Plan\n', { isSidechain: true, slug: 'slug-of-a-subagent' }),
    ]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it("an agent log's slug and plan writes prove nothing either", () => {
    const home = makeHome();
    const file = home.plan('slug-of-a-subagent');
    home.log(sessionA, [prompt('Start an agent')]);
    home.agentLog(sessionA, 'a1b2c3d', [prompt('Look', { slug: 'slug-of-a-subagent' }), written(file, '# P\n')]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it('a Write into plans folders of the repository is no plan of the session', () => {
    const home = makeHome();
    for (const folder of ['shop/plans', 'shop/docs/plans', 'shop/.github/plans']) {
      home.write(`${folder}/release-plan.md`, '# Release\n');
      home.log(sessionA, [written(home.path(folder, 'release-plan.md'), '# Release\n')]);
      expect(planSummary(indexOf(home), sessionA)).toEqual([]);
    }
  });

  it('nor is one into a folder of the repository that is named as the data root is', () => {
    const home = makeHome();
    const root = home.path('conf');
    const file = home.path('shop/conf/plans/release-plan.md');
    home.log(sessionA, [written(file, '# Release\n')], { root: 'conf' });
    home.plan('release-plan', '# Another one\n', 'conf');
    expect(planSummary(indexOf(home, { roots: [root] }), sessionA)).toEqual([]);
    // A data root that was copied here from another machine keeps its paths.
    home.log(sessionA, [written('/Users/dev/conf/plans/release-plan.md', '# Release\n')], { root: 'conf' });
    expect(planSummary(indexOf(home, { roots: [root] }), sessionA)).toEqual([
      'release-plan found in-force differs (plan-written@1)',
    ]);
  });

  it('plan text repeated in a prompt or in a tool result proves nothing', () => {
    const home = makeHome();
    home.log(sessionB, planned(home, 'calm-painting-otter'));
    const quoted = JSON.stringify(
      planMode(home.planPath('calm-painting-otter'), true, { slug: 'calm-painting-otter' }),
    );
    home.log(sessionA, [
      prompt(`What is this? ${quoted} "slug":"calm-painting-otter"`),
      result('toolu_1', { stdout: quoted, nested: { slug: 'calm-painting-otter', planContent: '# P' } }),
      result('toolu_2', { attachment: planMode(home.planPath('calm-painting-otter'), true).attachment }),
    ]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it('an edit that logs the text before it tells whether the file is still what it made', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', 'one $& two\n');
    home.log(sessionA, [edited(file, 'one 1 two\n', '1', '$&')]);
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plan?.differs).toBe(false);
    home.plan('calm-painting-otter', 'one 1 two\n');
    expect(detailsOf(index, sessionA).plan?.differs).toBe(true);
  });

  it('an edit without the text before it leaves the difference unknown', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# Cart\n');
    home.log(sessionA, [
      written(file, '# Old\n'),
      result('toolu_edit', { filePath: file, oldString: 'Old', newString: 'Cart', originalFile: null }),
    ]);
    expect(detailsOf(indexOf(home), sessionA).plan?.differs).toBeUndefined();
  });
});

describe('foreign and damaged entries', () => {
  it('entries of another session in this log prove nothing about either session', () => {
    const home = makeHome();
    home.plan('calm-painting-otter');
    home.log(sessionA, [
      prompt('Mine'),
      written(home.planPath('calm-painting-otter'), '# P\n', { sessionId: sessionB, slug: 'calm-painting-otter' }),
      prompt('Mine again'),
    ]);
    home.log(sessionB, [prompt('I planned nothing')]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([]);
    expect(planSummary(index, sessionB)).toEqual([]);
    expect(index.ownersOfPlan(home.planPath('calm-painting-otter')).size).toBe(0);
    expect(detailsOf(index, sessionA).logs[0]).toMatchObject({ entries: 3, foreignEntries: 1 });
    expect(detailsOf(index, sessionB).logs).toHaveLength(1);
  });

  it('two sessions interleaved in one file: only the entries of the one it is named after count', () => {
    const home = makeHome();
    home.plan('calm-painting-otter');
    home.plan('brave-counting-heron');
    const lines = Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0
        ? prompt(`A ${i}`, { slug: i > 5 ? 'calm-painting-otter' : undefined })
        : { type: 'progress', data: { type: 'hook_progress' }, sessionId: sessionB, slug: 'brave-counting-heron' },
    );
    home.log(sessionA, lines);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual(['calm-painting-otter found in-force (slug@11)']);
    expect(detailsOf(index, sessionA).logs[0]).toMatchObject({ entries: 12, foreignEntries: 6 });
  });

  it('an own session ID in upper case is the same ID', () => {
    const home = makeHome();
    const id = 'abcdef12-3456-4789-8abc-def012345678' as typeof sessionA;
    home.plan('calm-painting-otter');
    home.log(id, [prompt('Shouting', { sessionId: id.toUpperCase(), slug: 'calm-painting-otter' })]);
    const index = indexOf(home);
    expect(planSummary(index, id)).toEqual(['calm-painting-otter found in-force (slug@1)']);
    expect(detailsOf(index, id).logs[0]).toMatchObject({ entries: 1, foreignEntries: 0 });
  });

  it('damaged lines between the proofs change nothing about the rest', () => {
    const home = makeHome();
    const [first, ...others] = planned(home, 'calm-painting-otter');
    home.log(sessionA, [first!, '{"type":"user","uuid":"u-CUT', '\0\0\0', ...others, 'null']);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force (plan-approved@5 plan-written@4 slug@6)',
    ]);
    expect(detailsOf(index, sessionA).logs[0]).toMatchObject({ entries: 4, badLines: 3, repairedLines: 0 });
  });

  it('a proof got back from behind a stub counts', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# Cart\n');
    const record = {
      uuid: 'u',
      timestamp: '2026-01-02T03:00:00.000Z',
      sessionId: sessionA,
      ...written(file, '# Cart\n'),
    };
    home.log(sessionA, [prompt('Plan it'), `{"type":"assistant","uuid":"u-ST${JSON.stringify(record)}`]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual(['calm-painting-otter found in-force (plan-written@2)']);
    expect(detailsOf(index, sessionA).logs[0]).toMatchObject({ entries: 2, badLines: 1, repairedLines: 1 });
  });

  it('a slug got back from a damaged line does not outlive later entries of the slug before', () => {
    const home = makeHome();
    home.plan('slug-before-and-after');
    home.plan('slug-of-damaged-line');
    const line = (slug: string, id: string) =>
      JSON.stringify({ type: 'user', uuid: id, sessionId: sessionA, slug, message: { role: 'user', content: id } });
    home.log(sessionA, [
      prompt('1', { slug: 'slug-of-damaged-line' }),
      prompt('2', { slug: 'slug-before-and-after' }),
      `\0\0${line('slug-of-damaged-line', 'u-3')}`,
      prompt('4', { slug: 'slug-before-and-after' }),
      prompt('5', { slug: 'slug-before-and-after' }),
    ]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([
      'slug-of-damaged-line found (slug@3)',
      'slug-before-and-after found in-force (slug@5)',
    ]);
  });

  it('the newest line of a slug is known although a damaged line stands before it', () => {
    const home = makeHome();
    home.plan('calm-painting-otter');
    const slug = 'calm-painting-otter';
    const back = JSON.stringify({ type: 'user', uuid: 'u', sessionId: sessionA });
    home.log(sessionA, [prompt('1', { slug }), prompt('2', { slug }), `\0${back}`, prompt('4', { slug }), snapshot]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter found in-force (slug@4)']);
    home.log(sessionA, [prompt('1', { slug }), prompt('2', { slug }), `\0${back}`]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter found in-force (slug@2)']);
  });
});

describe('where plans lie', () => {
  it('plansDirectory of the project settings (2.1.12 on), relative to the toplevel', () => {
    const home = makeHome();
    home.repository();
    home.write('shop/.claude/settings.json', '{"plansDirectory":"docs/plans"}');
    const file = home.write('shop/docs/plans/calm-painting-otter.md', '# Cart\n');
    home.log(sessionA, [planMode(file, true, { cwd: home.path('shop/src/deep') })]);
    expect(detailsOf(indexOf(home), sessionA).plan).toMatchObject({ path: file, state: 'found' });
  });

  it('local settings go before shared ones, those before the user settings', () => {
    const home = makeHome();
    home.write('.claude/settings.json', '{"plansDirectory":"./user-plans"}');
    const inUsers = home.write('shop/user-plans/calm-painting-otter.md', '# User\n');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    expect(detailsOf(indexOf(home), sessionA).plan?.path).toBe(inUsers);

    home.write('shop/.claude/settings.json', '{"plansDirectory":"shared-plans"}');
    const inShared = home.write('shop/shared-plans/calm-painting-otter.md', '# Shared\n');
    expect(detailsOf(indexOf(home), sessionA).plan?.path).toBe(inShared);

    home.write('shop/.claude/settings.local.json', '{"plansDirectory":"local-plans"}');
    const inLocal = home.write('shop/local-plans/calm-painting-otter.md', '# Local\n');
    expect(detailsOf(indexOf(home), sessionA).plans.map((plan) => plan.path)).toEqual([inLocal, inShared, inUsers]);
  });

  it('a plansDirectory outside of the project is not followed', () => {
    const home = makeHome();
    home.write('elsewhere/calm-painting-otter.md', 'CANARY-7f3a');
    for (const named of ['../elsewhere', home.path('elsewhere'), '..', '.', '', '../shop', 'a/../../elsewhere']) {
      home.write('shop/.claude/settings.json', JSON.stringify({ plansDirectory: named }));
      home.log(sessionA, [planMode(home.path('elsewhere/calm-painting-otter.md'), true)]);
      const { plans } = detailsOf(indexOf(home), sessionA);
      expect(plans.map(({ path: file, state }) => [file, state])).toEqual([
        [home.path('elsewhere/calm-painting-otter.md'), 'not-looked-at'],
      ]);
    }
  });

  it('a plansDirectory that is a link out of the project is not followed', () => {
    const home = makeHome();
    home.write('elsewhere/calm-painting-otter.md', 'CANARY-7f3a');
    home.write('shop/.claude/settings.json', '{"plansDirectory":"plans"}');
    fs.symlinkSync(home.path('elsewhere'), home.path('shop/plans'));
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    expect(planSummary(indexOf(home), sessionA)).toEqual([]);
  });

  it('settings with a byte order mark count, as editors of Windows write them', () => {
    const home = makeHome();
    home.write('shop/.claude/settings.json', '\ufeff{"plansDirectory":"docs/plans"}');
    const file = home.write('shop/docs/plans/calm-painting-otter.md', '# Cart\n');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    expect(detailsOf(indexOf(home), sessionA).plan?.path).toBe(file);
  });

  it.each(['{', '[]', 'null', '{"plansDirectory":7}', '{"plansDirectory":null}', '\ufeff{}', ''])(
    'settings that say %j say nothing',
    (settings) => {
      const home = makeHome();
      home.write('shop/.claude/settings.json', settings);
      home.log(sessionA, planned(home, 'calm-painting-otter'));
      expect(detailsOf(indexOf(home), sessionA).plan?.state).toBe('found');
    },
  );

  it.each(['// Plans\n{"plansDirectory":"docs/plans"}', '{"plansDirectory":"docs/plans" /* here */}'])(
    'settings with a comment say nothing, as the client reads plain JSON: %j',
    (settings) => {
      const home = makeHome();
      home.write('shop/.claude/settings.json', settings);
      home.write('shop/docs/plans/calm-painting-otter.md', '# Cart\n');
      const inRoot = home.plan('calm-painting-otter');
      home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
      expect(detailsOf(indexOf(home), sessionA).plans.map((plan) => plan.path)).toEqual([inRoot]);
    },
  );

  it('settings of a project that is not trusted are not read', () => {
    const home = makeHome();
    home.write('shop/.claude/settings.json', '{"plansDirectory":"docs/plans"}');
    home.write('shop/docs/plans/calm-painting-otter.md', '# Cart\n');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    expect(planSummary(indexOf(home, { mayReadSettingsOf: () => false }), sessionA)).toEqual([]);
    expect(planSummary(indexOf(home), sessionA)).toEqual(['calm-painting-otter found in-force (slug@1)']);
  });

  it('the same slug in two directories: both are shown, the one that the client searches first is in force', () => {
    const home = makeHome();
    home.write('shop/.claude/settings.json', '{"plansDirectory":"docs/plans"}');
    const inProject = home.write('shop/docs/plans/calm-painting-otter.md', '# Project\n');
    const inRoot = home.plan('calm-painting-otter', '# Root\n');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    expect(detailsOf(indexOf(home), sessionA).plans.map(({ path: file, inForce }) => [file, inForce])).toEqual([
      [inProject, true],
      [inRoot, false],
    ]);
  });

  it('each data root has its own plans', () => {
    const home = makeHome();
    const other = home.path('other-root');
    home.plan('calm-painting-otter', '# First root\n');
    const inOther = home.plan('calm-painting-otter', '# Other root\n', 'other-root');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' })]);
    home.log(sessionB, [prompt('y', { slug: 'calm-painting-otter' })], { root: 'other-root' });
    const index = indexOf(home, { roots: [home.root, other] });
    expect(detailsOf(index, sessionA).plan?.path).toBe(home.planPath('calm-painting-otter'));
    expect(detailsOf(index, sessionB).plan?.path).toBe(inOther);
    expect(detailsOf(index, sessionA).plan?.sharedWith).toEqual([]);
    expect(index.rows.get(sessionB)?.root).toBe(other);
  });

  it("a file in the repository's own .claude/plans is no plan, whatever the root's plans folder has of that name", () => {
    const home = makeHome();
    home.repository();
    const own = home.write('shop/.claude/plans/roadmap.md', 'Roadmap of the project');
    home.plan('roadmap', 'Plan of B');
    home.log(sessionA, [written(own, 'Roadmap of the project', { cwd: home.path('shop/src') })]);
    home.log(sessionB, [prompt('B', { slug: 'roadmap' }), written(home.planPath('roadmap'), 'Plan of B')]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([]);
    expect(planSummary(index, sessionB)).toEqual(['roadmap found in-force (plan-written@2 slug@1)']);
  });

  it("a file in the repository's .claude/plans is a plan where plansDirectory names that folder, and only there", () => {
    const home = makeHome();
    home.repository();
    home.write('shop/.claude/settings.json', '{"plansDirectory":".claude/plans"}');
    const own = home.write('shop/.claude/plans/roadmap.md', 'Roadmap');
    home.plan('roadmap', 'Plan of B');
    home.log(sessionA, [written(own, 'Roadmap')]);
    const { plans } = detailsOf(indexOf(home), sessionA);
    expect(plans.map(({ path: file, state, differs }) => [file, state, differs])).toEqual([[own, 'found', false]]);
  });

  it('a plansDirectory that the settings no longer name is looked at where the client named it in the log', () => {
    const home = makeHome();
    home.repository();
    const file = home.write('shop/docs/plans/calm-painting-otter.md', '# Cart\n');
    home.plan('calm-painting-otter', '# Of another session\n');
    home.log(sessionA, [prompt('x', { slug: 'calm-painting-otter' }), planMode(file, true)]);
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plans.map(({ path: one, state }) => [one, state])).toEqual([[file, 'found']]);

    fs.rmSync(file);
    index.refresh();
    expect(detailsOf(index, sessionA).plan).toMatchObject({ path: file, state: 'missing' });
  });

  it("a plan logged in another data root is that root's, not the one of that name beside the log", () => {
    const home = makeHome();
    const inOther = home.plan('calm-painting-otter', '# Other root\n', 'other-root');
    home.plan('calm-painting-otter', '# First root\n');
    home.log(sessionA, [written(inOther, '# Other root\n')]);
    home.log(sessionB, [planMode(inOther, true)]);
    const index = indexOf(home, { roots: [home.root, home.path('other-root')] });
    expect(detailsOf(index, sessionA).plans.map((plan) => plan.path)).toEqual([inOther]);
    expect(detailsOf(index, sessionB).plans.map((plan) => plan.path)).toEqual([inOther]);
  });

  it(
    'find-plan-slug knows the plans of all data roots, as two that have one projects folder by a link',
    skip(noLinks),
    () => {
      const home = makeHome();
      const other = home.path('other-root');
      fs.mkdirSync(other);
      fs.symlinkSync(path.join(home.root, 'projects'), path.join(other, 'projects'));
      const own = home.plan('brave-counting-heron', '# Heron\n');
      const inOther = home.plan('calm-painting-otter', '# Otter\n', 'other-root');
      const writes = [written(own, '# Heron\n'), written(inOther, '# Otter\n')];
      home.log(sessionA, writes);
      home.log(sessionB, writes.reverse());
      const roots = [home.root, other];
      const index = indexOf(home, { roots });
      for (const [id, slug] of [
        [sessionA, 'calm-painting-otter'],
        [sessionB, 'brave-counting-heron'],
      ] as const) {
        const values = { 'claude-dir': roots, 'session-id': id };
        expect(detailsOf(index, id).plan?.slug).toBe(slug);
        const context = new CallContext({ values, positionals: [], env: {}, warn: () => undefined });
        expect(findPlanSlug.run(context)).toBe(slug);
      }
    },
  );

  it.each(['Cart v1.2', 'カートの計画', 'plan (2)', 'x.draft', 'a'.repeat(200)])(
    'a plan called %j counts where the log proves the write',
    (name) => {
      const home = makeHome();
      const file = home.plan(name, '# Cart\n');
      home.log(sessionA, [written(file, '# Cart\n')]);
      expect(detailsOf(indexOf(home), sessionA).plan).toMatchObject({ slug: name, path: file, state: 'found' });
    },
  );

  it('a root that was copied here with its plans keeps proving them by name', () => {
    const home = makeHome();
    home.plan('calm-painting-otter', '# Cart\n');
    home.log(sessionA, [written('/Users/dev/.claude/plans/calm-painting-otter.md', '# Cart\n')]);
    home.log(sessionB, [written('C:\\Users\\dev\\.claude\\plans\\calm-painting-otter.md', '# Cart\n')]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual([
      'calm-painting-otter found in-force shared:22222222 (plan-written@1)',
    ]);
    expect(detailsOf(index, sessionB).plan?.path).toBe(home.planPath('calm-painting-otter'));
  });
});

describe('what stands in the place of a plan', () => {
  it.each([
    ['a link out of the plans folder', (home: Home, file: string) => fs.symlinkSync(home.path('secret.md'), file)],
    ['a broken link', (_home: Home, file: string) => fs.symlinkSync('/nowhere/secret.md', file)],
    ['a folder', (_home: Home, file: string) => fs.mkdirSync(file)],
  ])('%s is named and never opened', (_name, make) => {
    const home = makeHome();
    home.write('secret.md', 'CANARY-7f3a');
    fs.mkdirSync(path.dirname(home.planPath('x')), { recursive: true });
    make(home, home.planPath('calm-painting-otter'));
    // The log claims to have written just this text: an opened file would compare equal.
    home.log(sessionA, [written(home.planPath('calm-painting-otter'), 'CANARY-7f3a', { slug: 'calm-painting-otter' })]);
    const plan = detailsOf(indexOf(home), sessionA).plan;
    expect(plan).toMatchObject({ state: 'not-a-regular-file', differs: undefined });
    expect(toJson(plan)).not.toContain('CANARY');
  });

  it.each(['../../secret', '/etc/passwd', '..', 'a/b', 'CON', 'x.md', 'a\u0000b', '%2e%2e%2fsecret', 'plan\u202egnp'])(
    'a slug like %j names no file',
    (slug) => {
      const home = makeHome();
      home.write('secret.md', 'CANARY-7f3a');
      home.plan('calm-painting-otter');
      home.log(sessionA, [prompt('x', { slug }), implementPlan(slug, 'CANARY-7f3a')]);
      const index = indexOf(home);
      expect(index.rows.get(sessionA)?.slugs).toEqual([]);
      expect(toJson(detailsOf(index, sessionA).plans)).not.toMatch(/CANARY|secret|passwd/);
    },
  );

  it.each(['secret/calm-painting-otter.md', '.claude/plans/../../secret/calm-painting-otter.md'])(
    'a logged path like %s is not looked at, and no file of its name in a plans directory stands for it',
    (name) => {
      const home = makeHome();
      home.write('secret/calm-painting-otter.md', 'CANARY-7f3a');
      home.plan('calm-painting-otter', '# Of another session');
      home.log(sessionA, [planMode(`${home.folder}/${name}`, true)]);
      const { plan } = detailsOf(indexOf(home), sessionA);
      expect(plan).toMatchObject({ path: `${home.folder}/${name}`, state: 'not-looked-at', differs: undefined });
      expect(toJson(plan)).not.toContain('CANARY');
    },
  );

  it('a working directory with a NUL is not two of another session', () => {
    const home = makeHome();
    home.write('shop/.claude/settings.json', JSON.stringify({ plansDirectory: 'docs' }));
    home.write('shop/docs/calm-painting-otter.md', '# Plan');
    const [shop, search] = [home.path('shop'), home.path('search')];
    home.log(sessionA, [prompt('A', { cwd: `${shop}\0${search}`, slug: 'x' })]);
    home.log(sessionB, [prompt('B', { cwd: shop }), prompt('B', { cwd: search, slug: 'calm-painting-otter' })]);
    expect(planSummary(indexOf(home), sessionB)).toEqual(['calm-painting-otter found in-force (slug@2)']);
  });

  it('words of Object.prototype are plain slugs', () => {
    const home = makeHome();
    home.plan('constructor');
    home.log(sessionA, [prompt('x', { slug: 'constructor' }), prompt('y', { slug: 'valueOf' })]);
    const index = indexOf(home);
    expect(planSummary(index, sessionA)).toEqual(['constructor found in-force (slug@1)']);
    expect(index.rows.get(sessionA)?.slugs).toEqual(['constructor', 'valueOf']);
  });
});

describe('a branch without an entry of its own', () => {
  it('is a session with the place of the copied entries and no plan', () => {
    const home = makeHome();
    home.log(sessionC, [copiedFrom(sessionA, prompt('Plan it', { slug: 'calm-painting-otter' }))]);
    home.plan('calm-painting-otter');
    const index = indexOf(home);
    expect(index.rows.get(sessionC)).toMatchObject({ cwds: [home.path('shop')], plans: 0, slugs: [] });
    expect(index.rows.get(sessionC)?.lastActivity).toBeUndefined();
  });
});
