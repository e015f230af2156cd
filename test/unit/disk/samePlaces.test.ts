import fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { samePlaces } from '../../../src/core/disk/samePlaces.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

const noShares = path.sep === '/' && 'paths of shares are those of Windows';

/** Paths that the disk was asked for while `act` ran. */
function askedDuring(act: () => void): string[] {
  const asked: string[] = [];
  const { native } = fs.realpathSync;
  fs.realpathSync.native = ((file: string) => (asked.push(file), native(file))) as typeof native;
  try {
    act();
  } finally {
    fs.realpathSync.native = native;
  }
  return asked;
}

describe('a path as the disk spells it', () => {
  it('is that behind links on the way, and at the end where they are to be followed', skip(noLinks), () => {
    const home = makeHome();
    const file = home.write('real/a.ts', '');
    fs.symlinkSync(home.path('real'), home.path('link'));
    fs.symlinkSync('a.ts', home.path('real/b.ts'));
    const places = samePlaces();
    expect(places.realOf(home.path('link/a.ts'))).toBe(file);
    expect(places.realOf(home.path('link/b.ts'))).toBe(home.path('real/b.ts'));
    expect(places.realOf(home.path('link/b.ts'), true)).toBe(file);
    expect(places.realOf(home.path('link/gone/c.ts'))).toBe(home.path('real/gone/c.ts'));
  });

  it('of a share stays as it stands, and nobody looks there', skip(noShares), () => {
    const share = '\\\\server.invalid\\share\\work\\a.ts';
    const asked = askedDuring(() => {
      for (const follow of [true, false]) expect(samePlaces().realOf(share, follow)).toBe(share);
    });
    expect(asked).toEqual([]);
  });

  it('that no system can have is not asked for', () => {
    const file = path.join(path.resolve('/'), 'a'.repeat(5000));
    expect(askedDuring(() => expect(samePlaces().realOf(file, true)).toBe(file))).toEqual([]);
  });
});

it('settings of a working directory on a share are not looked for', skip(noShares), () => {
  const { root } = makeHome();
  const asked: string[] = [];
  const noted = (original: (...all: unknown[]) => unknown) => {
    return (...all: unknown[]) => (asked.push(String(all[0])), original(...all));
  };
  const share = '\\\\server.invalid\\share\\work';
  const search = () => new PlanDirectories().searchFor(root, [share]);
  const { searched } = whereReplaced('existsSync', noted, search);
  expect(searched.map((directory) => directory.path)).toEqual([path.join(root, 'plans')]);
  expect(asked.filter((place) => place.startsWith('\\\\'))).toEqual([]);
});
