import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { scratchDirectoryFor } from '../../../src/core/scratch/scratchDirectory.ts';
import { makeSandbox, sessionA, snapshot, type Sandbox } from '../../fixtures/scratchTree.ts';

const id = parseSessionId(sessionA) as SessionId;
let sandbox: Sandbox;
let current: string;
let former: string;

beforeEach(() => {
  sandbox = makeSandbox();
  current = path.join(sandbox.repository, '.erk/scratch/sessions', id);
  former = path.join(sandbox.repository, '.erk/scratch', id);
});
afterEach(() => {
  sandbox.remove();
});

describe.each(['descriptor', 'path'] as const)('the scratch directory of a session, folders held by %s', (handles) => {
  const find = (create = false, cwd = sandbox.repository) => scratchDirectoryFor(cwd, id, { create, handles });

  it('is named without being made', () => {
    const before = snapshot(sandbox.repository);
    expect(find()).toEqual({ path: current, exists: false, created: false });
    expect(snapshot(sandbox.repository)).toEqual(before);
  });

  it('is made for its owner alone, and not a second time', () => {
    expect(find(true, path.join(sandbox.repository, 'gone/src'))).toEqual({
      path: current,
      exists: true,
      created: true,
    });
    expect(fs.statSync(current).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(sandbox.repository, '.erk/scratch/.gitignore'), 'utf8')).toBe('*\n');
    expect(find(true)).toEqual({ path: current, exists: true, created: false });
  });

  it('leaves an existing .erk/scratch without a .gitignore of its own', () => {
    fs.mkdirSync(path.dirname(former), { recursive: true });
    expect(find(true)).toMatchObject({ created: true });
    expect(fs.existsSync(path.join(sandbox.repository, '.erk/scratch/.gitignore'))).toBe(false);
  });

  it('is the one of the former layout where that exists', () => {
    fs.mkdirSync(former, { recursive: true });
    expect(find(true)).toEqual({ path: former, exists: true, created: false });
    expect(fs.existsSync(current)).toBe(false);
  });

  it.each(['.erk', '.erk/scratch', '.erk/scratch/sessions', `.erk/scratch/sessions/${id}`, `.erk/scratch/${id}`])(
    'is refused when %s is a link',
    (link) => {
      fs.mkdirSync(path.join(sandbox.repository, path.dirname(link)), { recursive: true });
      fs.symlinkSync(sandbox.outside, path.join(sandbox.repository, link));
      const outside = snapshot(sandbox.outside);
      expect(find(true)).toBe('symlink');
      expect(find(false)).toBe('symlink');
      expect(snapshot(sandbox.outside)).toEqual(outside);
    },
  );

  it('is refused when a file stands in the way', () => {
    fs.mkdirSync(path.join(sandbox.repository, '.erk'));
    fs.writeFileSync(path.join(sandbox.repository, '.erk/scratch'), '');
    expect(find(true)).toBe('not-a-directory');
  });

  it('is none outside of a working tree', () => {
    expect(find(true, sandbox.outside)).toBe('no-repository');
    expect(find(true, 'relative')).toBe('no-repository');
  });
});
