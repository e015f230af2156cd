import { describe, expect, it } from 'vitest';
import { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { projectNamesOf } from '../../../src/core/roots/projectNames.ts';
import { prompt } from '../../fixtures/entries.ts';
import { numberedId } from '../../fixtures/sessionRows.ts';
import { makeHome } from '../../fixtures/indexed.ts';

describe('the project directories of a folder', () => {
  it.each([
    ['/home/dev/shop', '-home-dev-shop', true],
    ['/home/dev/shop', '-home-dev-shop-src', true],
    ['/home/dev/shop', '-home-dev-shopping', false],
    ['/home/dev/shop', '-home-dev', false],
    ['/home/dev/naïve 日本.app', '-home-dev-na-ve----app', true],
    ['/home/dev/🦦', '-home-dev---', true],
    [`/${'x'.repeat(250)}`, `-${'x'.repeat(199)}-dvmoyx`, true],
    [`/${'x'.repeat(250)}`, `-${'x'.repeat(199)}`, true],
  ])('of %s: %s %s', (folder, name, isOne) => {
    expect(projectNamesOf(['/elsewhere', folder])(name)).toBe(isOne);
  });

  it('are read before those of others', () => {
    const home = makeHome();
    for (let n = 1; n <= 6; n++) home.log(numberedId(n), [prompt(`${n}`)], { cwd: n < 4 ? 'search' : 'shop' });
    for (const [cwd, first] of [
      ['shop', [4, 5, 6]],
      ['search', [1, 2, 3]],
    ] as const) {
      const index = new SessionIndex({
        roots: [home.root],
        processes: { startOf: () => undefined },
        isReadFirst: projectNamesOf([home.path(cwd)]),
      });
      const changed: string[] = [];
      for (const { change } of index.refreshSteps(1)) changed.push(...(change?.changed ?? []));
      expect(changed.slice(0, 3).sort()).toEqual(first.map(numberedId));
    }
  });
});
