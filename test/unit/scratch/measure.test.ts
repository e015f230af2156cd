import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory, type HandleKind } from '../../../src/core/disk/directoryHandle.ts';
import { measure, type Measurement } from '../../../src/core/scratch/measure.ts';
import { scratchCandidates } from '../../../src/core/scratch/candidates.ts';
import { makeSandbox, noMounts, sessionA, type Sandbox } from '../../fixtures/scratchTree.ts';
import { skip } from '../../fixtures/skip.ts';

let sandbox: Sandbox;
let directory: string;
beforeEach(() => {
  sandbox = makeSandbox();
  directory = path.join(sandbox.repository, '.erk/scratch/sessions', sessionA);
  fs.mkdirSync(directory, { recursive: true });
});
afterEach(() => {
  sandbox.remove();
});

function measured(kind?: HandleKind): Measurement {
  const parent = openDirectory(path.dirname(directory), kind);
  if (typeof parent === 'string') throw new Error(parent);
  const measurement = measure(parent, sessionA);
  parent.close();
  return measurement;
}

describe('a repository inside', () => {
  it.each<[string, readonly string[], boolean]>([
    ['a working tree', ['clone/.git/'], true],
    ['a linked worktree', ['tree/.git'], true],
    ['a spelling that some file systems take for the same', ['clone/.GIT/'], true],
    ['a bare repository', ['only-copy.git/HEAD', 'only-copy.git/objects/', 'only-copy.git/refs/'], true],
    ['the directory itself, bare', ['HEAD', 'objects/', 'refs/'], true],
    ['parts of one, in several folders', ['a/HEAD', 'b/objects/', 'b/refs/'], false],
    ['a name that only ends like one', ['notes.git/notes.md'], false],
  ])('is noticed by what git looks for: %s', (_, names, expected) => {
    for (const name of names) {
      const place = path.join(directory, name);
      fs.mkdirSync(name.endsWith('/') ? place : path.dirname(place), { recursive: true });
      if (!name.endsWith('/')) fs.writeFileSync(place, '');
    }
    expect(measured().hasRepository).toBe(expected);
  });
});

describe('something mounted inside is a mount point', skip(noMounts()), () => {
  it.each<[HandleKind, string]>([
    ['descriptor', 'notes.md'],
    ['path', 'notes.md'],
    ['descriptor', 'with a blank\tand \\ and \u00e4'],
    ['path', 'deep/down/notes.md'],
  ])('folders held by %s: a file of the same file system at %j', (kind, name) => {
    const file = path.join(directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
    expect(measured(kind).problem).toBeUndefined();
    execFileSync('mount', ['--bind', path.join(sandbox.outside, 'secret.md'), file]);
    try {
      expect(measured(kind).problem).toBe('mount-point');
    } finally {
      execFileSync('umount', ['-l', file]);
    }
  });
});

it('candidates are all directories of a root, however many', { timeout: 60_000 }, () => {
  const base = path.dirname(directory);
  for (let n = 0; n < 20_001; n++)
    fs.mkdirSync(path.join(base, `${n.toString(16).padStart(8, '0')}-2222-4222-8222-222222222222`));
  expect(scratchCandidates([sandbox.repository])).toHaveLength(20_002);
});
