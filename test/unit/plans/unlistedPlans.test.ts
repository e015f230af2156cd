/** Plans whose directory is there, and cannot be listed: whether there is such a file is not known. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallContext } from '../../../src/cli/callContext.ts';
import { command as findPlanSlug } from '../../../src/cli/commands/findPlanSlug.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

let home: Home;
let plans: string;

beforeEach(() => {
  home = makeHome();
  plans = path.join(home.root, 'plans');
});

/** Runs `act` while nothing in the plans directory can be looked at. */
function whileClosed<T>(act: () => T): T {
  const isInPlans = (place: string) => place === plans || place.startsWith(plans + path.sep);
  return whereRefused('readdirSync', 'EMFILE', () => whereRefused('lstatSync', 'EACCES', act, isInPlans), isInPlans);
}

describe('a plan in a directory that cannot be listed', () => {
  it.each([
    ['a slug alone', () => [prompt('go', { slug: 'calm-otter' })]],
    ['its writing', () => [prompt('go'), written(home.planPath('calm-otter'), '# Calm\n')]],
  ])('that %s speaks of is unreadable, and found once it can be', (_, entries) => {
    home.plan('calm-otter');
    home.log(sessionA, entries());
    const index = whileClosed(() => indexOf(home));
    expect(index.directories.unlisted).toEqual([plans]);
    expect(index.rows.get(sessionA)?.plans).toBe(1);
    expect(detailsOf(index, sessionA).plan).toMatchObject({
      slug: 'calm-otter',
      path: home.planPath('calm-otter'),
      state: 'unreadable',
    });
    expect([...index.refresh().changed]).toEqual([sessionA]);
    expect(index.directories.unlisted).toEqual([]);
    expect(detailsOf(index, sessionA).plan?.state).toBe('found');
    expect([...whileClosed(() => index.refresh()).changed]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).plan?.state).toBe('unreadable');
  });

  it('is no longer one where it turns out that there is no such file', () => {
    fs.mkdirSync(plans);
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    const index = whileClosed(() => indexOf(home));
    expect([...index.refresh().changed]).toEqual([sessionA]);
    expect(index.rows.get(sessionA)?.plans).toBe(0);
    expect(detailsOf(index, sessionA).plan).toBeUndefined();
  });

  it('that is not there is missing still, and its session has changed once there is one, and once there is none again', () => {
    home.log(sessionA, [written(home.planPath('calm-otter'), '# Calm\n')]);
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).plan?.state).toBe('missing');
    home.plan('calm-otter');
    expect([...index.refresh().changed]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).plan?.state).toBe('found');
    fs.rmSync(home.planPath('calm-otter'));
    expect([...index.refresh().changed]).toEqual([sessionA]);
    expect(detailsOf(index, sessionA).plan?.state).toBe('missing');
    expect([...index.refresh().changed]).toEqual([]);
  });

  it('is not said to be in force while only its file would tell, and another plan is there', () => {
    home.log(sessionA, [written(home.planPath('brave-heron'), '#'), prompt('on', { slug: 'calm-otter' })]);
    const inForce = () => {
      const { plan, plans: all } = detailsOf(
        whileClosed(() => indexOf(home)),
        sessionA,
      );
      return [plan?.slug, all.map(({ slug, state }) => `${slug} ${state}`)];
    };
    expect(inForce()).toEqual([undefined, ['brave-heron unreadable', 'calm-otter unreadable']]);
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' }), written(home.planPath('brave-heron'), '#')]);
    expect(inForce()).toEqual(['brave-heron', ['calm-otter unreadable', 'brave-heron unreadable']]);
  });

  it('gives way to one of that name that was found', () => {
    home.write('shop/.claude/settings.json', JSON.stringify({ plansDirectory: 'notes' }));
    const own = home.write('shop/notes/calm-otter.md', '# Calm\n');
    home.plan('calm-otter');
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    const { plans: found } = detailsOf(
      whileClosed(() => indexOf(home)),
      sessionA,
    );
    expect(found.map(({ path: place, state }) => [place, state])).toEqual([[own, 'found']]);
  });
});

describe('find-plan-slug, where the directory cannot be looked at', () => {
  const ask = () => {
    const context = new CallContext({
      values: { 'claude-dir': [home.root], 'session-id': sessionA },
      positionals: [],
      env: {},
      warn: () => undefined,
    });
    return whileClosed(() => findPlanSlug.run(context));
  };

  it('gives the only slug', () => {
    home.plan('calm-otter');
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    expect(ask()).toBe('calm-otter');
  });

  it('gives the only slug of a plan that its log names by two paths from elsewhere', () => {
    home.plan('calm-otter');
    const moved = ['/before/.claude/plans/calm-otter.md', '/earlier/.claude/plans/calm-otter.md'];
    home.log(sessionA, [
      ...moved.map((file) => planMode(file, true)),
      written('/before/.claude/plans/calm-otter.md', '#'),
    ]);
    expect(ask()).toBe('calm-otter');
  });

  it('gives the slug of one that the log proves, whatever stands in the directory', () => {
    home.log(sessionA, [prompt('go', { slug: 'brave-heron' }), planMode(home.planPath('calm-otter'), true)]);
    expect(ask()).toBe('calm-otter');
  });

  it('does not say which of several is in force', () => {
    home.plan('calm-otter');
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' }), prompt('on', { slug: 'brave-heron' })]);
    expect(ask()).toEqual({
      error: 'unreadable',
      message: `Which plan is in force cannot be told: ${plans} cannot be read.`,
      path: plans,
      paths: [plans],
      unreadCount: 1,
    });
  });
});

describe('a link in the place of the plans directory that leads nowhere', skip(noLinks), () => {
  const disk = () => home.path('disk', 'plans');
  const ask = () =>
    findPlanSlug.run(
      new CallContext({
        values: { 'claude-dir': [home.root], 'session-id': sessionA },
        positionals: [],
        env: {},
        warn: () => undefined,
      }),
    );

  beforeEach(() => fs.symlinkSync(disk(), plans));

  it.each([
    ['a slug alone', () => [prompt('go', { slug: 'calm-otter' })]],
    ['its writing', () => [prompt('go'), written(home.planPath('calm-otter'), '# Calm\n')]],
  ])(
    'makes a plan that %s speaks of unreadable, until its disk is there, and when it is gone again',
    (what, entries) => {
      home.log(sessionA, entries());
      const index = indexOf(home);
      const stateNow = () => detailsOf(index, sessionA).plan?.state;
      expect([stateNow(), index.rows.get(sessionA)?.plans, index.directories.unlisted]).toEqual([
        'unreadable',
        1,
        [plans],
      ]);
      home.write('disk/plans/calm-otter.md', '# Calm\n');
      expect([...index.refresh().changed]).toEqual([sessionA]);
      expect([stateNow(), index.directories.unlisted]).toEqual(['found', []]);
      fs.rmSync(home.path('disk'), { recursive: true });
      expect([...index.refresh().changed]).toEqual([sessionA]);
      expect(stateNow()).toBe('unreadable');
      fs.rmSync(plans);
      index.refresh();
      expect([stateNow(), index.rows.get(sessionA)?.plans]).toEqual(
        what === 'a slug alone' ? [undefined, 0] : ['missing', 1],
      );
      fs.symlinkSync(disk(), plans);
      expect([...index.refresh().changed]).toEqual([sessionA]);
      expect(stateNow()).toBe('unreadable');
    },
  );

  it('is named by find-plan-slug where one of several plans may be in force', () => {
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' }), prompt('on', { slug: 'brave-heron' })]);
    expect(ask()).toMatchObject({ error: 'unreadable', path: plans });
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    expect(ask()).toBe('calm-otter');
  });

  it('of a project says nothing where it would lead out of it, as when its target is there', () => {
    home.write('shop/.claude/settings.json', JSON.stringify({ plansDirectory: 'notes' }));
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    fs.rmSync(plans);
    fs.symlinkSync(disk(), home.path('shop/notes'));
    expect(detailsOf(indexOf(home), sessionA).plan).toBeUndefined();
    fs.rmSync(home.path('shop/notes'));
    fs.symlinkSync('later', home.path('shop/notes'));
    expect(detailsOf(indexOf(home), sessionA).plan?.state).toBe('unreadable');
  });
});

it('a plans directory that is not there costs one question at each refresh', () => {
  home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
  const index = indexOf(home);
  let asked = 0;
  const counted =
    (original: (...all: unknown[]) => unknown) =>
    (...all: unknown[]) => {
      if (all[0] === plans) asked++;
      return original(...all);
    };
  whereReplaced('lstatSync', counted, () => whereReplaced('readdirSync', counted, () => index.refresh()));
  expect(asked).toBe(1);
});

it('a name that no file can have is no plan, though the file system refuses it', () => {
  fs.mkdirSync(plans);
  const search = new PlanDirectories({ byName: true }).searchFor(home.root, []);
  expect(search.searched.map((directory) => directory.kindOf('x'.repeat(300)))).toEqual([undefined]);
});
