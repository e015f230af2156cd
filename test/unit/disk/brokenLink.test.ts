import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBrokenLink } from '../../../src/core/disk/brokenLink.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noLinks, skip } from '../../fixtures/skip.ts';

describe('a broken link', skip(noLinks), () => {
  it('is one whose target is not there, lies below a file, or is the link itself', () => {
    const home = makeHome();
    home.write('file', '');
    for (const target of ['gone', 'file/below', 'link']) {
      fs.symlinkSync(home.path(target), home.path('link'));
      expect([target, isBrokenLink(home.path('link'))]).toEqual([target, true]);
      fs.rmSync(home.path('link'));
    }
  });

  it('is no link that leads somewhere, no file, and nothing at all', () => {
    const home = makeHome();
    home.write('file', '');
    fs.symlinkSync(home.path('file'), home.path('link'));
    expect(['link', 'file', '', 'gone', 'file/below'].map((name) => isBrokenLink(home.path(name)))).toEqual(
      Array(5).fill(false),
    );
  });
});
