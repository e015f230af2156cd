import { expect, it } from 'vitest';
import { folderOfSession } from '../../../src/presentation/folderOfSession.ts';
import { numberedId, sessionRow } from '../../fixtures/sessionRows.ts';

const at = (...cwds: string[]) => sessionRow(numberedId(1), { cwds });

it('a working directory in nested opened folders belongs to the deepest', () => {
  const folderOf = folderOfSession(
    [
      { folder: '/work', related: [] },
      { folder: '/work/shop/', related: [] },
    ],
    'linux',
  );
  expect(folderOf(at('/work/shop'))).toBe('/work/shop/');
  expect(folderOf(at('/work/shop/api'))).toBe('/work/shop/');
  expect(folderOf(at('/work/blog'))).toBe('/work');
  expect(folderOf(at('/elsewhere'))).toBe(undefined);
  expect(folderOf(at())).toBe(undefined);
});

it('paths are compared by whole components, with dots resolved', () => {
  const folderOf = folderOfSession([{ folder: '/work/shop', related: [] }], 'linux');
  expect(folderOf(at('/work/shop-evil'))).toBe(undefined);
  expect(folderOf(at('/work/shop/../secret'))).toBe(undefined);
  expect(folderOf(at('/work/SHOP'))).toBe(undefined);
});

it('a worktree belongs to its repository’s folder, unless it is opened itself', () => {
  const folderOf = folderOfSession(
    [
      { folder: '/work/shop', related: ['/work/shop', '/work/shop-hotfix'] },
      { folder: '/work/shop-hotfix', related: ['/work/shop', '/work/shop-hotfix'] },
    ],
    'linux',
  );
  expect(folderOf(at('/work/shop-hotfix/api'))).toBe('/work/shop-hotfix');
  const alone = folderOfSession([{ folder: '/work/shop', related: ['/work/shop-hotfix'] }], 'linux');
  expect(alone(at('/work/shop-hotfix/api'))).toBe('/work/shop');
});

it('of several working directories the first in an opened folder decides', () => {
  const folderOf = folderOfSession([{ folder: '/work/shop', related: [] }], 'linux');
  expect(folderOf(at('/tmp', '/work/shop/src'))).toBe('/work/shop');
});

it('on Windows case and the kind of slash do not matter', () => {
  const folderOf = folderOfSession([{ folder: 'c:\\Work\\Shop', related: [] }], 'win32');
  expect(folderOf(at('C:/work/shop/API'))).toBe('c:\\Work\\Shop');
  expect(folderOf(at('C:\\work\\shop2'))).toBe(undefined);
});

it('on macOS it does not matter how an accent is composed; upper and lower case do, of which the disk alone says more', () => {
  const composed = '/Users/me/B\u00fcro';
  const apart = '/Users/me/Bu\u0308ro';
  for (const [folder, cwd] of [
    [composed, `${apart}/api`],
    [apart, `${composed}/api`],
  ] as const) {
    const opened = [{ folder, related: [] }];
    expect(folderOfSession(opened, 'darwin')(at(cwd))).toBe(folder);
    expect(folderOfSession(opened, 'linux')(at(cwd))).toBe(undefined);
  }
  expect(folderOfSession([{ folder: '/Users/me/Shop', related: [] }], 'darwin')(at('/users/me/shop'))).toBe(undefined);
});

it('on macOS a folder in /tmp is that in /private/tmp, which is its real path', () => {
  const folderOf = folderOfSession([{ folder: '/tmp/shop', related: ['/private/tmp/shop'] }], 'darwin');
  expect(folderOf(at('/private/tmp/shop/api'))).toBe('/tmp/shop');
  expect(folderOf(at('/private/tmp/shopping'))).toBe(undefined);
});
