/** Folders that logs name as places of plans, and that are called as the plans folder of a data root is. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../../src/core/index/cache/indexCache.ts';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { planMode, written } from '../../fixtures/entries.ts';
import { sessionA, type Home } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

let home: Home;
/** Paths and states of the plans of session A. */
const plansNow = () => detailsOf(indexOf(home), sessionA).plans.map(({ path, state }) => [path, state]);
const ofRoot = () => [[home.planPath('roadmap'), 'found']];

beforeEach(() => {
  home = makeHome();
  home.plan('roadmap', 'Plan of another session');
});

/** A worktree of the repository `shop`, beside it. */
function worktree(name: string): string {
  home.write('shop/.git/HEAD', 'ref: refs/heads/main\n');
  home.write(`shop/.git/worktrees/${name}/gitdir`, `${home.path(name, '.git')}\n`);
  home.write(`shop/.git/worktrees/${name}/commondir`, '../..\n');
  home.write(`${name}/.git`, `gitdir: ${home.path('shop', '.git', 'worktrees', name)}\n`);
  return home.path(name);
}

describe('a file of .claude/plans in another folder than the data root', () => {
  it.each(['shop-worktree', 'other'])(
    'that stands in %s is no plan of the data root where it was written',
    (folder) => {
      if (folder === 'other') home.repository(folder);
      else worktree(folder);
      const file = home.write(`${folder}/.claude/plans/roadmap.md`, 'Roadmap of the project');
      home.log(sessionA, [written(file, 'Roadmap of the project')]);
      expect(plansNow()).toEqual([]);
      fs.rmSync(home.path(folder, '.claude'), { recursive: true });
      expect(plansNow()).toEqual([]);
    },
  );

  it('is none where the worktree is gone that git still lists', () => {
    const file = `${worktree('shop-worktree')}/.claude/plans/roadmap.md`;
    fs.rmSync(home.path('shop-worktree'), { recursive: true });
    home.log(sessionA, [written(file, 'Roadmap of the project')]);
    expect(plansNow()).toEqual([]);
  });

  it('is none where both are of another system', skip(process.platform === 'win32' && 'Windows has such paths'), () => {
    const cwd = 'C:\\Users\\dev\\shop';
    home.log(sessionA, [written(`${cwd}\\.claude\\plans\\roadmap.md`, 'Roadmap of the project', { cwd })]);
    expect(plansNow()).toEqual([]);
    home.log(sessionA, [written('C:\\Users\\dev\\.claude\\plans\\roadmap.md', '# Old\n', { cwd })]);
    expect(plansNow()).toEqual(ofRoot());
  });

  it("is not looked at where the client named it in the session's own repository and it is gone", () => {
    home.repository();
    home.log(sessionA, [planMode(home.path('shop/.claude/plans/roadmap.md'), true)]);
    expect(plansNow()).toEqual([[home.path('shop/.claude/plans/roadmap.md'), 'not-looked-at']]);
    // A person's home, in which the client was started, is none.
    fs.rmSync(home.path('shop/.git'), { recursive: true });
    expect(plansNow()).toEqual(ofRoot());
  });

  it('is not looked at where the client named it as the place of a plan', () => {
    const file = home.write('other/.claude/plans/roadmap.md', 'Plan of another data root');
    home.log(sessionA, [planMode(file, true)]);
    expect(plansNow()).toEqual([[file, 'not-looked-at']]);
  });
});

describe('the plans folder of a data root that was elsewhere', () => {
  const elsewhere = () => home.path('old-home/.claude/plans/roadmap.md');

  it.each(['written', 'named by the client'])('counts where nothing stands there: %s', (how) => {
    fs.mkdirSync(home.path('old-home'));
    home.log(sessionA, [how === 'written' ? written(elsewhere(), '# Old\n') : planMode(elsewhere(), true)]);
    expect(plansNow()).toEqual(ofRoot());
  });

  it('counts where nobody but another user may look, as in the home of a container', () => {
    home.log(sessionA, [written(elsewhere(), '# Old\n')]);
    const isThere = (place: string) => place.startsWith(home.path('old-home'));
    expect(whereRefused('lstatSync', 'EACCES', plansNow, isThere)).toEqual(ofRoot());
    expect(whereRefused('lstatSync', 'EIO', plansNow, isThere)).toEqual([]);
  });

  it.each(['written', 'named by the client'])(
    'counts where it was copied, and what it was copied from stands: %s',
    (how) => {
      const file = home.write('old-home/.claude/plans/roadmap.md', '# Changed since\n');
      fs.cpSync(home.path('.claude/projects'), home.path('old-home/.claude/projects'), { recursive: true });
      home.log(sessionA, [how === 'written' ? written(file, '# Old\n') : planMode(file, true)]);
      expect(plansNow()).toEqual(ofRoot());
    },
  );

  it('counts where a link leads from there to the data root', skip(noLinks), () => {
    fs.mkdirSync(home.path('old-home'));
    fs.symlinkSync(home.root, home.path('old-home/.claude'));
    home.log(sessionA, [written(elsewhere(), '# Old\n')]);
    expect(plansNow()).toEqual(ofRoot());
  });
});

it.each(['an index that goes on', 'a start from the cache'])(
  'what comes to stand where a log was written changes whose the plan of the data root is: %s',
  (how) => {
    const elsewhere = home.path('old-home/.claude/plans/roadmap.md');
    home.log(sessionA, [written(elsewhere, '# Old\n')]);
    const host = { roots: [home.root], processes: { startOf: () => undefined } };
    const file = indexCacheFile(home.path('cache'), host);
    const before = indexOf(home);
    const isOwner = (index: SessionIndex) => index.ownersOfPlan(home.planPath('roadmap')).has(sessionA);
    expect(isOwner(before)).toBe(true);
    writeIndexCache(file, before);
    home.write('old-home/.claude/plans/roadmap.md', 'Of a worktree');
    let index = before;
    if (how === 'a start from the cache') {
      index = new SessionIndex(host);
      const stored = readIndexCache(file, host);
      expect(stored).toBeDefined();
      if (stored !== undefined) index.restore(stored);
    }
    index.refresh();
    expect(isOwner(index)).toBe(false);
    fs.rmSync(home.path('old-home'), { recursive: true });
    index.refresh();
    expect(isOwner(index)).toBe(true);
  },
);

it('each folder and the worktrees of a repository are looked at once for all sessions', () => {
  worktree('shop-worktree');
  const folder = home.path('old-home/.claude/plans');
  const directories = new PlanDirectories({ roots: [home.root] });
  const countOf = (call: 'lstatSync' | 'opendirSync', place: string): number => {
    let count = 0;
    const ask = () => {
      for (let session = 0; session < 50; session++) {
        const search = directories.searchFor(home.root, [home.path('shop'), home.path(`shop/${call}${session}`)]);
        expect(search.directoryNamed(folder, false)?.path).toBe(home.path('.claude/plans'));
      }
    };
    const counted =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        if (all[0] === place) count++;
        return original(...all);
      };
    whereReplaced(call, counted, ask);
    return count;
  };
  expect(countOf('opendirSync', home.path('shop/.git/worktrees'))).toBe(1);
  // It was looked at before.
  expect(countOf('lstatSync', folder)).toBe(0);
});

it('a folder that stands is looked at as often for many sessions as for one', () => {
  const folder = path.dirname(home.write('elsewhere/.claude/plans/roadmap.md', 'Another one'));
  const looksFor = (sessions: number): string[] => {
    const looks: string[] = [];
    const counted =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        looks.push(String(all[0]));
        return original(...all);
      };
    const directories = new PlanDirectories({ roots: [home.root] });
    const search = directories.searchFor(home.root, [home.path('shop')]);
    whereReplaced('lstatSync', counted, () => {
      for (let session = 0; session < sessions; session++) expect(search.directoryNamed(folder, true)).toBeUndefined();
    });
    return looks;
  };
  expect(looksFor(50)).toEqual(looksFor(1));
});
