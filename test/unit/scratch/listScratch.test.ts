import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listScratch, type ScratchPage } from '../../../src/core/scratch/listScratch.ts';
import { canary, makeSandbox, type Sandbox } from '../../fixtures/scratchTree.ts';

let sandbox: Sandbox;
let directory: string;

beforeEach(() => {
  sandbox = makeSandbox();
  directory = path.join(sandbox.repository, 'scratch');
  fs.mkdirSync(directory);
});
afterEach(() => {
  sandbox.remove();
});

const list = (options: Partial<Parameters<typeof listScratch>[1]> = {}) => {
  const page = listScratch(directory, { offset: 0, limit: 100, ...options });
  if (typeof page === 'string') throw new Error(page);
  return page;
};
const labels = (page: ScratchPage) => page.entries.map(({ label }) => label);

describe('a page of a scratch directory', () => {
  it('shows folders first, then files by name, with sizes and what markers say', () => {
    fs.writeFileSync(path.join(directory, 'b.md'), 'hello');
    fs.writeFileSync(path.join(directory, 'exit-plan-mode-hook.plan-saved.marker'), '7');
    fs.mkdirSync(path.join(directory, 'z'));
    const page = list();
    expect(page.entries.map(({ label, type, bytes, marker }) => ({ label, type, bytes, marker }))).toEqual([
      { label: 'z', type: 'folder', bytes: undefined, marker: undefined },
      { label: 'b.md', type: 'file', bytes: 5, marker: undefined },
      { label: 'exit-plan-mode-hook.plan-saved.marker', type: 'file', bytes: 1, marker: 'Plan saved' },
    ]);
    expect(page.entries[1]?.path).toBe(path.join(directory, 'b.md'));
    expect(page).toMatchObject({ total: 3 });
  });

  it('shows links as links, says where they lead, and opens neither pipes nor what is behind a link', () => {
    fs.symlinkSync(path.join(sandbox.outside, 'secret.md'), path.join(directory, 'a'));
    fs.symlinkSync(sandbox.outside, path.join(directory, 'b'));
    execFileSync('mkfifo', [path.join(directory, 'c')]);
    const page = list();
    expect(page.entries.map(({ type, bytes }) => ({ type, bytes }))).toEqual([
      { type: 'link', bytes: undefined },
      { type: 'link', bytes: undefined },
      { type: 'other', bytes: undefined },
    ]);
    expect(page.entries[1]?.target).toBe(sandbox.outside);
    expect(JSON.stringify(page)).not.toContain(canary);
  });

  it('followed by all others shows every entry once', () => {
    for (let n = 0; n < 250; n++) fs.writeFileSync(path.join(directory, `f${n}`), '');
    const seen = [0, 100, 200, 300].flatMap((offset) => labels(list({ offset })));
    expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => `f${n}`).sort());
    expect(list({ offset: 100, limit: 7 })).toMatchObject({ total: 250, entries: { length: 7 } });
  });

  it('is limited to the names that belong', () => {
    for (const name of ['a.output', 'b.output', 'c.output']) fs.writeFileSync(path.join(directory, name), '');
    expect(list({ only: ['b.output', 'gone.output'] })).toMatchObject({ total: 1, entries: [{ label: 'b.output' }] });
  });

  it('makes hostile names safe, and has no path for a name that is no UTF-8', () => {
    fs.writeFileSync(path.join(directory, '\u001b[2Jx\n\u202egnp'), '');
    fs.writeFileSync(Buffer.concat([Buffer.from(`${directory}/f`), Buffer.from([0xff])]), '12');
    const page = list();
    for (const label of labels(page)) expect(label).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
    expect(page.entries[0]?.path).toBe(path.join(directory, '\u001b[2Jx\n\u202egnp'));
    expect(page.entries[1]).toMatchObject({ path: undefined, bytes: 2 });
  });

  it('is refused with a reason when the directory is gone, a link or behind a link', () => {
    fs.symlinkSync(sandbox.outside, path.join(directory, 'link'));
    fs.mkdirSync(path.join(sandbox.outside, 'inner'));
    const at = (...names: string[]) => listScratch(path.join(directory, ...names), { offset: 0, limit: 1 });
    expect(at('gone')).toBe('missing');
    expect(at('link')).toBe('symlink');
    expect(at('link', 'inner')).toBe('symlink');
    expect(listScratch('relative', { offset: 0, limit: 1 })).toBe('missing');
  });
});
