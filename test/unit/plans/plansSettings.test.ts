/** Settings that place plans: which files are read, links among them, and what is said when one cannot be read. */
import * as fs from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallContext } from '../../../src/cli/callContext.ts';
import { command as findPlanSlug } from '../../../src/cli/commands/findPlanSlug.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { prompt, written } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { whereRefused } from '../../fixtures/refusedCalls.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

let home: Home;
const inNotes = JSON.stringify({ plansDirectory: 'notes' });

beforeEach(() => {
  home = makeHome();
});

describe('settings that cannot be read', () => {
  let settings: string;
  let own: string;
  const whileRefused = <T>(act: () => T): T => whereRefused('openSync', 'EMFILE', act, (place) => place === settings);
  const planNow = (index: ReturnType<typeof indexOf>) => detailsOf(index, sessionA).plan;

  beforeEach(() => {
    settings = home.write('shop/.claude/settings.json', inNotes);
    own = home.write('shop/notes/calm-otter.md', '# Calm\n');
  });

  it('make a plan that stands nowhere else unreadable, and its session has changed once they can be read', () => {
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    const index = whileRefused(() => indexOf(home));
    expect(planNow(index)).toMatchObject({ path: home.planPath('calm-otter'), state: 'unreadable' });
    expect(index.directories.unreadSettings).toEqual([settings]);
    expect([...index.refresh().changed]).toEqual([sessionA]);
    expect(planNow(index)).toMatchObject({ path: own, state: 'found' });
    expect(index.directories.unreadSettings).toEqual([]);
    expect([...whileRefused(() => index.refresh()).changed]).toEqual([sessionA]);
    expect(planNow(index)?.state).toBe('unreadable');
  });

  it('are remembered as such by a snapshot', () => {
    const before = new PlanDirectories({ roots: [home.root] });
    whileRefused(() => before.searchFor(home.root, [home.path('shop')]));
    const restored = new PlanDirectories({ roots: [home.root] });
    restored.restore(before.snapshot());
    const isConcerned = () => restored.rescan().changes.concern(home.root, [home.path('shop')], []);
    expect([isConcerned(), whileRefused(isConcerned)]).toEqual([true, false]);
  });

  it('leave a plan found that stands where plans stand without them', () => {
    home.plan('calm-otter');
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' })]);
    expect(planNow(whileRefused(() => indexOf(home)))).toMatchObject({
      path: home.planPath('calm-otter'),
      state: 'found',
    });
  });

  it('leave a plan missing of whose file the log has the path', () => {
    home.log(sessionA, [written(home.planPath('calm-otter'), '# Calm\n')]);
    expect(planNow(whileRefused(() => indexOf(home)))?.state).toBe('missing');
  });

  it('are named by find-plan-slug where one of several plans may be in force', () => {
    home.log(sessionA, [prompt('go', { slug: 'calm-otter' }), prompt('on', { slug: 'brave-heron' })]);
    const values = { 'claude-dir': [home.root], 'session-id': sessionA };
    const ask = () => findPlanSlug.run(new CallContext({ values, positionals: [], env: {}, warn: () => undefined }));
    expect([ask(), whileRefused(ask)]).toEqual([
      'calm-otter',
      {
        error: 'unreadable',
        message: `Which plan is in force cannot be told: ${settings} cannot be read.`,
        path: settings,
        paths: [settings],
        unreadCount: 1,
      },
    ]);
  });
});

describe('settings in whose place a link stands', skip(noLinks), () => {
  const linked = (link: string, target: string): void => {
    home.write(link, '');
    fs.rmSync(home.path(link));
    fs.symlinkSync(home.path(target), home.path(link));
  };
  const searched = () =>
    new PlanDirectories({ roots: [home.root] })
      .searchFor(home.root, [home.path('shop')])
      .searched.map((directory) => directory.path);
  const usual = () => [home.path('.claude', 'plans')];
  const notes = () => [home.path('shop', 'notes'), ...usual()];

  it("are read where it is the user's own file, wherever it leads", () => {
    home.write('dotfiles/claude.json', inNotes);
    linked('.claude/settings.json', 'dotfiles/claude.json');
    expect(searched()).toEqual(notes());
  });

  it('are read where it leads to a place in the project', () => {
    home.write('shop/config/claude.json', inNotes);
    linked('shop/.claude/settings.json', 'shop/config/claude.json');
    expect(searched()).toEqual(notes());
  });

  it('are read where it leads into another worktree of the repository', () => {
    home.write('main/.claude/settings.local.json', inNotes);
    home.write('main/.git/HEAD', 'ref: refs/heads/main\n');
    home.write('main/.git/worktrees/shop/gitdir', `${home.path('shop', '.git')}\n`);
    home.write('main/.git/worktrees/shop/commondir', '../..\n');
    home.write('shop/.git', `gitdir: ${home.path('main', '.git', 'worktrees', 'shop')}\n`);
    linked('shop/.claude/settings.local.json', 'main/.claude/settings.local.json');
    expect(searched()).toEqual(notes());
  });

  it.each(['dotfiles/claude.json', 'shop/../dotfiles/claude.json', 'nowhere.json'])(
    'are not read where it leads out of the project: to %s',
    (target) => {
      home.write('dotfiles/claude.json', inNotes);
      linked('shop/.claude/settings.json', target);
      const directories = new PlanDirectories({ roots: [home.root] });
      directories.searchFor(home.root, [home.path('shop')]);
      expect([searched(), directories.unreadSettings]).toEqual([usual(), []]);
    },
  );

  it.each(['a folder', 'a link to itself'])('say nothing where it leads to %s', (what) => {
    fs.mkdirSync(home.path('folder'));
    linked('.claude/settings.json', what === 'a folder' ? 'folder' : '.claude/settings.json');
    expect(searched()).toEqual(usual());
  });
});
