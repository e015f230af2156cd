import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory, type HandleKind } from '../../../src/core/disk/directoryHandle.ts';
import { measure, type Measurement } from '../../../src/core/scratch/measure.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { makeSandbox, noMounts, sessionA, type Sandbox } from '../../fixtures/scratchTree.ts';
import { noHandles, noPipes, skip } from '../../fixtures/skip.ts';

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

  it.each<[HandleKind, string, readonly string[]]>([
    ['descriptor', 'another file system', ['-t', 'tmpfs', 'tmpfs']],
    ['path', 'another file system', ['-t', 'tmpfs', 'tmpfs']],
    ['descriptor', 'a folder of the same one', ['--bind']],
  ])('and so is the folder itself, held by %s: %s', (kind, _, how) => {
    const source = how.length === 1 ? [sandbox.outside] : [];
    execFileSync('mount', [...how, ...source, directory]);
    try {
      expect(measured(kind).problem).toBe('mount-point');
    } finally {
      execFileSync('umount', ['-l', directory]);
    }
  });
});

describe('the figures of a folder', () => {
  const at = (seconds: number, ...places: string[]) => {
    for (const place of places) fs.lutimesSync(path.join(directory, place), seconds, seconds);
  };

  it('are its regular files, their bytes, the newest time but that of links, and its mode', skip(noPipes), () => {
    fs.mkdirSync(path.join(directory, 'inner'));
    fs.writeFileSync(path.join(directory, 'a'), '12345');
    fs.writeFileSync(path.join(directory, 'inner/b'), '123');
    fs.symlinkSync('a', path.join(directory, 'link'));
    execFileSync('mkfifo', [path.join(directory, 'pipe')]);
    fs.chmodSync(directory, 0o2750);
    at(1000, 'a', 'pipe', 'inner', '');
    at(3000, 'inner/b');
    at(9000, 'link');
    const { dev, ino } = fs.statSync(directory, { bigint: true });
    const figures = { files: 2, bytes: 8, newest: 3_000_000, mode: 0o2750, dev: String(dev), ino: String(ino) };
    expect(measured()).toMatchObject({ problem: undefined, hasRepository: false, ...figures });
    at(4000, 'inner');
    expect(measured().newest).toBe(4_000_000);
    at(5000, '');
    expect(measured().newest).toBe(5_000_000);
    at(6000, 'pipe');
    expect(measured().newest).toBe(6_000_000);
  });

  it.each([
    ['a file', () => fs.writeFileSync(path.join(directory, 'new'), '')],
    ['a link', () => fs.symlinkSync('a', path.join(directory, 'new'))],
    ['a folder', () => fs.mkdirSync(path.join(directory, 'new'))],
    ['another name of a file', () => fs.linkSync(path.join(directory, 'a'), path.join(directory, 'new'))],
  ])('tell that %s came, whatever the times say', (_, change) => {
    fs.writeFileSync(path.join(directory, 'a'), '');
    at(1000, 'a', '');
    const before = measured();
    expect(measured()).toEqual(before);
    change();
    if (fs.lstatSync(path.join(directory, 'new')).nlink === 1) at(1000, 'new');
    at(1000, 'a', '');
    expect(measured().fingerprint).not.toBe(before.fingerprint);
  });

  it('of what is not there are none', () => {
    fs.rmdirSync(directory);
    const none = { files: 0, bytes: 0, dev: '0', ino: '0', mode: 0, hasRepository: false };
    expect(measured()).toMatchObject({ problem: 'missing', ...none });
    fs.writeFileSync(directory, '');
    expect(measured()).toMatchObject({ problem: 'not-a-directory', ...none });
  });
});

describe('a walk', () => {
  const walked = (limits: { entries: number; levels: number }) => {
    const parent = openDirectory(path.dirname(directory));
    if (typeof parent === 'string') throw new Error(parent);
    const { problem } = measure(parent, sessionA, limits);
    parent.close();
    return problem;
  };

  it('ends at more entries or levels than it takes', () => {
    fs.mkdirSync(path.join(directory, 'a/b'), { recursive: true });
    fs.writeFileSync(path.join(directory, 'f'), '');
    expect(walked({ entries: 3, levels: 3 })).toBeUndefined();
    expect(walked({ entries: 2, levels: 3 })).toBe('too-large');
    expect(walked({ entries: 3, levels: 2 })).toBe('too-large');
  });

  it('takes a hundred levels', () => {
    fs.mkdirSync(path.join(directory, ...Array<string>(99).fill('d')), { recursive: true });
    expect(measured().problem).toBeUndefined();
    fs.mkdirSync(path.join(directory, ...Array<string>(100).fill('d')));
    expect(measured().problem).toBe('too-large');
  });

  it('that finds something gone which was there says so; one that may not look says that', () => {
    fs.mkdirSync(path.join(directory, 'inner'));
    const isInner = (place: string) => path.basename(place) === 'inner';
    expect(whereRefused('lstatSync', 'ENOENT', () => measured(), isInner).problem).toBe('changing');
    expect(whereRefused('lstatSync', 'EACCES', () => measured(), isInner).problem).toBe('unreadable');
  });

  it('says the same where it is the opening that fails', skip(noHandles), () => {
    fs.mkdirSync(path.join(directory, 'inner'));
    const isInner = (place: string) => path.basename(place) === 'inner';
    expect(whereRefused('openSync', 'EACCES', () => measured(), isInner).problem).toBe('unreadable');
    expect(whereRefused('openSync', 'ENOENT', () => measured(), isInner).problem).toBe('changing');
    expect(
      whereRefused(
        'openSync',
        'ENOENT',
        () => measured(),
        (place) => path.basename(place) === sessionA,
      ).problem,
    ).toBe('missing');
  });

  it('ends with the first that speaks against it', skip(noHandles), () => {
    for (const name of ['a', 'b', 'c']) fs.mkdirSync(path.join(directory, name));
    let opened = 0;
    const isFirst = (place: string) => path.basename(place).length === 1 && ++opened === 1;
    expect(whereRefused('openSync', 'EACCES', () => measured(), isFirst).problem).toBe('unreadable');
  });

  it.each<[string, string, object | undefined]>([
    ['the folder is gone', sessionA, undefined],
    ['the folder is on another device', sessionA, { dev: 0n }],
    ['something in it is gone', 'inner', undefined],
  ])('during which %s is changing', skip(noHandles), (_, name, change) => {
    fs.mkdirSync(path.join(directory, 'inner'));
    const changed =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        const stat = original(...all);
        return path.basename(String(all[0])) === name ? change && Object.assign(stat as object, change) : stat;
      };
    expect(whereReplaced('lstatSync', changed, () => measured()).problem).toBe('changing');
  });
});
