import { expect, it } from 'vitest';
import { folderOfSession } from '../../../src/presentation/folderOfSession.ts';
import { numberedId, sessionRow } from '../../fixtures/sessionRows.ts';

const at = (...cwds: string[]) => sessionRow(numberedId(1), { cwds });

it('finds the opened folder that a working directory lies in, the deepest one first', () => {
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

it('compares whole path components, and resolves dots', () => {
  const folderOf = folderOfSession([{ folder: '/work/shop', related: [] }], 'linux');
  expect(folderOf(at('/work/shop-evil'))).toBe(undefined);
  expect(folderOf(at('/work/shop/../secret'))).toBe(undefined);
  expect(folderOf(at('/work/SHOP'))).toBe(undefined);
});

it('takes a worktree for its folder, but prefers a folder that is open itself', () => {
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

it('looks at all working directories of a session, in their order', () => {
  const folderOf = folderOfSession([{ folder: '/work/shop', related: [] }], 'linux');
  expect(folderOf(at('/tmp', '/work/shop/src'))).toBe('/work/shop');
});

it('ignores case and the kind of slash on Windows', () => {
  const folderOf = folderOfSession([{ folder: 'c:\\Work\\Shop', related: [] }], 'win32');
  expect(folderOf(at('C:/work/shop/API'))).toBe('c:\\Work\\Shop');
  expect(folderOf(at('C:\\work\\shop2'))).toBe(undefined);
});
