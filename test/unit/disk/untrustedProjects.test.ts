import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { untrustedProjects } from '../../../src/core/disk/untrustedProjects.ts';
import { makeHome } from '../../fixtures/indexed.ts';

describe('projects of an untrusted workspace', () => {
  it('are those in a folder, around it, and the same by whatever link', () => {
    const home = makeHome();
    home.repository();
    home.write('shop/docs/notes.md', '');
    home.write('other/notes.md', '');
    fs.symlinkSync(home.path('shop'), home.path('link'));
    const isUntrusted = untrustedProjects([home.path('shop')]);
    const ofHome = (name: string) => isUntrusted(home.path(name));
    expect(['shop', 'shop/docs', '.', 'link', 'link/docs'].map(ofHome)).toEqual([true, true, true, true, true]);
    expect(['other', 'shop-2', 'shop-2/gone'].map(ofHome)).toEqual([false, false, false]);
    expect(untrustedProjects([])(home.path('shop'))).toBe(false);
  });
});
