import { expect, it } from 'vitest';
import { placeOfSession } from '../../../src/presentation/folderOfSession.ts';
import { placeNames, type WindowFolder } from '../../../src/presentation/rowPlaces.ts';
import { numberedId, sessionRow } from '../../fixtures/sessionRows.ts';

const shop: WindowFolder = { folder: '/work/shop', related: ['/data/shop', '/data/shop', '/work/fix'], branch: 'main' };
const blog: WindowFolder = { folder: '/work/blog', related: ['/work/blog'] };

function names(cwd: string, branch: string | undefined, opened = [shop], isBelowProject = false): string[] {
  const row = sessionRow(numberedId(1), { cwds: [cwd], branch });
  return placeNames(row, placeOfSession(opened, 'linux')(row), opened, isBelowProject);
}

it('a session on the branch of the window’s folder has no place to name', () => {
  expect(names('/work/shop/api', 'main')).toEqual([]);
  expect(names('/data/shop', 'main')).toEqual([]);
  expect(names('/work/shop', undefined)).toEqual([]);
});

it('a session on another branch names it, wherever it ran', () => {
  expect(names('/work/shop', 'feature')).toEqual(['feature']);
  expect(names('/work/fix/src', 'hotfix')).toEqual(['hotfix']);
  expect(names('/elsewhere', 'feature', [shop], true)).toEqual(['feature']);
});

it('a session of another worktree without a branch is named by the worktree', () => {
  expect(names('/work/fix/src', undefined)).toEqual(['fix']);
  expect(names('/work/fix', 'HEAD')).toEqual(['fix']);
});

it('several opened folders are told apart, except below their own rows', () => {
  expect(names('/work/shop', 'main', [shop, blog])).toEqual(['shop']);
  expect(names('/work/fix', 'hotfix', [shop, blog])).toEqual(['shop', 'hotfix']);
  expect(names('/work/shop', 'main', [shop, blog], true)).toEqual([]);
});

it('where the window’s branch is not known, only another worktree’s is named', () => {
  expect(names('/work/blog', 'feature', [blog])).toEqual([]);
  expect(names('/work/fix', 'hotfix', [{ folder: '/work/shop', related: ['/work/shop', '/work/fix'] }])).toEqual([
    'hotfix',
  ]);
});
