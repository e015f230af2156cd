import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import { newScratchFile } from '../../../src/core/scratch/newScratchFile.ts';
import { scratchFileNameProblem } from '../../../src/core/scratch/scratchFileName.ts';
import { makeSandbox, sessionA, type Sandbox } from '../../fixtures/scratchTree.ts';

const id = parseSessionId(sessionA);
if (!id) throw new Error('not a session ID');

describe('the name of a new scratch file', () => {
  it.each(['notes.md', '.env', 'a b.txt', 'Größe.csv', '日本.md', '-rf', '%41', 'x'.repeat(255)])(
    'can be %j',
    (name) => {
      expect(scratchFileNameProblem(name)).toBe(undefined);
    },
  );

  it.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'a\0b',
    'a\nb',
    'a\u202eb',
    ' a',
    'a ',
    'a.',
    'a:b',
    '*',
    'CON',
    'nul.txt',
    '.git',
    '.GIT',
    'x'.repeat(256),
    'ä'.repeat(128),
  ])('cannot be %j', (name) => {
    expect(scratchFileNameProblem(name)).toMatch(/^[A-Z].*[.*]/);
  });
});

describe('a new scratch file', () => {
  let sandbox: Sandbox;
  let repository: string;

  beforeEach(() => {
    sandbox = makeSandbox();
    repository = sandbox.repository;
  });

  afterEach(() => sandbox.remove());

  it('stands in a directory of its own that only its owner can read', () => {
    const made = newScratchFile([repository], id, 'notes.md');
    const directory = path.join(repository, '.erk', 'scratch', 'sessions', sessionA);
    expect(made).toEqual({ path: path.join(directory, 'notes.md') });
    const modes = [directory, path.join(directory, 'notes.md')].map((file) => fs.statSync(file).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('joins the scratch that the session has already, in whichever of its folders', () => {
    const other = path.join(sandbox.base, 'other');
    const former = path.join(other, '.erk', 'scratch', sessionA);
    fs.mkdirSync(path.join(other, '.git'), { recursive: true });
    fs.mkdirSync(former, { recursive: true });
    expect(newScratchFile([repository, other], id, 'a.md')).toEqual({ path: path.join(former, 'a.md') });
  });

  it('is made nowhere else: not through a link, over a link, outside of a repository, or by a name with a path', () => {
    const root = path.join(repository, '.erk', 'scratch', 'sessions');
    expect(newScratchFile([sandbox.outside, '/'], id, 'a.md')).toBe('no-repository');
    expect(newScratchFile([], id, 'a.md')).toBe('no-repository');
    expect(newScratchFile([repository], id, '../../a.md')).toBe('bad-name');
    newScratchFile([repository], id, 'first.md');
    fs.symlinkSync(path.join(sandbox.outside, 'new.md'), path.join(root, sessionA, 'link.md'));
    expect(newScratchFile([repository], id, 'link.md')).toBe('exists');
    fs.rmSync(path.join(root, sessionA), { recursive: true });
    fs.symlinkSync(sandbox.outside, path.join(root, sessionA));
    expect(newScratchFile([repository], id, 'a.md')).toBe('symlink');
    expect(fs.readdirSync(sandbox.outside)).not.toContain('a.md');
    expect(fs.readdirSync(sandbox.outside)).not.toContain('new.md');
  });
});
