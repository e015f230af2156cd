/** The bin where the file system refuses, or where it is asked for what it does not have. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectoryHandle } from '../../../src/core/disk/directoryHandle.ts';
import { listBin, type BinEntry } from '../../../src/core/scratch/bin.ts';
import { scratchCandidateAt, type ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { emptyBin } from '../../../src/core/scratch/emptyBin.ts';
import { moveToBin, type MoveOptions } from '../../../src/core/scratch/moveToBin.ts';
import { restoreFromBin } from '../../../src/core/scratch/restoreFromBin.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { makeSandbox, sessionA, sessionB, snapshot, type Sandbox } from '../../fixtures/scratchTree.ts';
import { noHandles, skip } from '../../fixtures/skip.ts';

const rule: StaleRule = {
  now: Date.UTC(2026, 10, 22, 16, 15),
  maxAgeMs: 'any',
  isLive: () => false,
  lastActivity: () => undefined,
};
let sandbox: Sandbox;
let directory: string;
let bin: string;

beforeEach(() => {
  sandbox = makeSandbox();
  directory = path.join(sandbox.repository, '.erk/scratch/sessions', sessionA);
  bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'notes.md'), 'notes');
  // Rights of a kind that Windows has not.
  fs.chmodSync(directory, 0o750);
});
afterEach(() => {
  vi.restoreAllMocks();
  sandbox.remove();
});

/** Elsewhere than on Linux folders are held by their paths. */

const shown = () => scratchCandidateAt(directory) as ScratchCandidate;
const refusal = (candidate: ScratchCandidate, options?: MoveOptions) => {
  const result = moveToBin(candidate, rule, options);
  return result.moved ? 'moved' : result.reason;
};
const moved = (): BinEntry => {
  const result = moveToBin(shown(), rule);
  if (!result.moved) throw new Error(result.reason);
  return result.entry;
};
const originalOf = <Name extends keyof DirectoryHandle>(method: Name) =>
  Object.getOwnPropertyDescriptor(DirectoryHandle.prototype, method)?.value as DirectoryHandle[Name];
const isOfEntry = (place: string) => /[\\/]\d{8}T\d{6}Z-[-0-9a-f]+$/.test(place);
const isManifest = (place: string) => place.endsWith('.json');
const left = () => fs.readdirSync(bin).filter((name) => name !== '.gitignore');

/** Runs `act` while what stands at a place is described with this difference; `undefined`: as not there. */
function whereStat<T>(isMeant: (place: unknown) => boolean, change: object | undefined, act: () => T): T {
  const changed =
    (original: (...all: unknown[]) => unknown) =>
    (...all: unknown[]) => {
      const stat = original(...all);
      return stat === undefined || !isMeant(all[0]) ? stat : change && Object.assign(stat as object, change);
    };
  return whereReplaced('lstatSync', changed, act);
}

describe('a directory is not moved', () => {
  it.each([
    ['ENOENT', 'missing'],
    ['EXDEV', 'other-file-system'],
    ['EBUSY', 'mount-point'],
    ['EACCES', 'not-permitted'],
  ])('where the rename fails with %s: %s, and no manifest is left', (code, reason) => {
    const candidate = shown();
    expect(whereRefused('renameSync', code, () => refusal(candidate))).toBe(reason);
    expect(fs.existsSync(path.join(directory, 'notes.md'))).toBe(true);
    expect(left()).toEqual([]);
  });

  it('where its manifest cannot be written', () => {
    const candidate = shown();
    expect(whereRefused('openSync', 'ENOSPC', () => refusal(candidate), isManifest)).toBe('bin-unusable');
    expect(fs.existsSync(directory)).toBe(true);
    expect(left()).toEqual([]);
  });

  it('where the bin cannot be made', () => {
    const candidate = shown();
    expect(whereRefused('mkdirSync', 'EACCES', () => refusal(candidate))).toBe('bin-unusable');
    expect(fs.existsSync(directory)).toBe(true);
  });

  it('though its manifest cannot be removed again: it is swept another time', () => {
    const candidate = shown();
    const both = () => whereRefused('unlinkSync', 'EACCES', () => refusal(candidate));
    expect(whereRefused('renameSync', 'EBUSY', both)).toBe('mount-point');
    expect(left()).toHaveLength(1);
  });

  it('that is none of a session, was not measured or has a problem', () => {
    const candidate = shown();
    expect(refusal({ ...candidate, name: undefined })).toBe('not-a-session-id');
    expect(refusal({ ...candidate, sessionId: undefined })).toBe('not-a-session-id');
    expect(refusal({ ...candidate, measurement: undefined })).toBe('not-a-session-id');
    expect(refusal({ ...candidate, problem: 'mount-point' })).toBe('mount-point');
    expect(refusal({ ...candidate, name: undefined, problem: 'unreadable' })).toBe('unreadable');
    expect(fs.existsSync(directory)).toBe(true);
  });

  it('of a working tree or a base that is gone or is none', () => {
    const candidate = shown();
    const { repository } = sandbox;
    const base = path.dirname(directory);
    fs.renameSync(base, `${base}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(base, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
    fs.renameSync(repository, `${repository}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(repository, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
  });

  it('of a working tree or a base that cannot be opened', () => {
    const candidate = shown();
    for (const place of [path.dirname(directory), sandbox.repository]) {
      const isPlace = (at: string) => path.basename(at) === path.basename(place);
      expect(whereRefused('openSync', 'EACCES', () => refusal(candidate), isPlace)).toBe('unreadable');
    }
    expect(fs.existsSync(directory)).toBe(true);
  });

  it('in which a folder becomes a link while it is looked at: it is changing, and no link itself', () => {
    for (const name of ['one', 'two']) fs.mkdirSync(path.join(directory, name));
    let listed = 0;
    const exchanging =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        // The first is that of the directory: the other folder is opened after this one.
        if (++listed === 2) {
          const other = String(fs.realpathSync(String(all[0]))).endsWith('one') ? 'two' : 'one';
          fs.rmdirSync(path.join(directory, other));
          fs.symlinkSync(sandbox.outside, path.join(directory, other));
        }
        return original(...all);
      };
    expect(whereReplaced('opendirSync', exchanging, shown).problem).toBe('changing');
  });

  it('with a repository inside, unless that was asked for', () => {
    fs.mkdirSync(path.join(directory, 'clone/.git'), { recursive: true });
    expect(refusal(shown())).toBe('nested-repository');
    expect(refusal(shown(), { withRepositories: false })).toBe('nested-repository');
    expect(refusal(shown(), { withRepositories: true })).toBe('moved');
  });

  it('where a file came in its place: that goes back', () => {
    const candidate = shown();
    const original = originalOf('createFile');
    vi.spyOn(DirectoryHandle.prototype, 'createFile').mockImplementation(function (this: DirectoryHandle, ...all) {
      original.apply(this, all);
      if (!isManifest(all[0])) return;
      fs.renameSync(directory, `${directory}.away`);
      fs.writeFileSync(directory, 'a file');
    });
    expect(refusal(candidate)).toBe('changed-since-preview');
    expect(fs.readFileSync(directory, 'utf8')).toBe('a file');
    expect(left()).toEqual([]);
  });

  it.each<[string, object]>([
    ['is no directory', { isDirectory: () => false }],
    ['lies on another device', { dev: 0n }],
    ['is another directory', { ino: 0n }],
  ])('where what arrived %s: that goes back', (_, change) => {
    const candidate = shown();
    const isArrived = (place: unknown) => isOfEntry(String(place));
    expect(whereStat(isArrived, change, () => refusal(candidate))).toBe('changed-since-preview');
    expect(fs.existsSync(path.join(directory, 'notes.md'))).toBe(true);
    expect(left()).toEqual([]);
  });

  it('for good where what arrived cannot be looked at, nor put back', () => {
    const candidate = shown();
    let renames = 0;
    const result = whereRefused(
      'lstatSync',
      'EIO',
      () =>
        whereRefused(
          'renameSync',
          'EIO',
          () => moveToBin(candidate, rule),
          () => ++renames === 2,
        ),
      isOfEntry,
    );
    if (result.moved) throw new Error('moved');
    expect(result.reason).toBe('changed-since-preview');
    expect(result.stranded).toMatchObject({ sessionId: sessionA, path: directory, files: 1, bytes: 5 });
    expect(left().sort()).toEqual([result.stranded?.entry, `${result.stranded?.entry}.json`]);
  });
});

describe('a removed directory stays', () => {
  it('of which nobody knows the place, or whose names do not agree', () => {
    const entry = moved();
    const notScratch = { restored: false, reason: 'not-scratch' };
    expect(restoreFromBin({ ...entry, base: undefined })).toEqual(notScratch);
    expect(restoreFromBin({ ...entry, name: sessionB })).toEqual(notScratch);
    expect(restoreFromBin({ ...entry, name: 'notes' })).toEqual(notScratch);
    expect(restoreFromBin({ ...entry, entry: 'notes' })).toEqual(notScratch);
    expect(restoreFromBin({ ...entry, sessionId: sessionB as never })).toEqual(notScratch);
    expect(restoreFromBin(entry)).toEqual({ restored: true, path: directory, beside: false });
  });

  it('that is gone or is a file', () => {
    const entry = moved();
    fs.rmSync(path.join(bin, entry.entry), { recursive: true });
    expect(restoreFromBin(entry)).toEqual({ restored: false, reason: 'missing' });
    fs.writeFileSync(path.join(bin, entry.entry), '');
    expect(restoreFromBin(entry)).toEqual({ restored: false, reason: 'replaced' });
  });

  it.each([
    ['ENOENT', 'missing'],
    ['EXDEV', 'other-file-system'],
    ['EACCES', 'not-permitted'],
  ])('where the rename fails with %s: %s', (code, reason) => {
    const entry = moved();
    expect(whereRefused('renameSync', code, () => restoreFromBin(entry))).toEqual({ restored: false, reason });
    expect(left()).toHaveLength(2);
  });

  it.each(['EEXIST', 'ENOTEMPTY', 'ENOTDIR'])(
    'beside what came in its place meanwhile (%s), and elsewhere not',
    (code) => {
      const entry = moved();
      const isOwnPlace = (_: string, to = '') => path.basename(to) === sessionA;
      expect(whereRefused('renameSync', code, () => restoreFromBin(entry), isOwnPlace)).toEqual({
        restored: true,
        path: `${directory}.restored-1`,
        beside: true,
      });
    },
  );

  it('of a bin that cannot be opened', () => {
    const entry = moved();
    const isBin = (at: string) => at.endsWith('.session-scope-bin');
    expect(whereRefused('openSync', 'EACCES', () => restoreFromBin(entry), isBin)).toEqual({
      restored: false,
      reason: 'unreadable',
    });
    expect(left()).toHaveLength(2);
  });

  it('no longer once it was moved, though its manifest cannot be removed', () => {
    const entry = moved();
    expect(whereRefused('rmSync', 'EACCES', () => restoreFromBin(entry))).toEqual({
      restored: true,
      path: directory,
      beside: false,
    });
    expect(left()).toEqual([`${entry.entry}.json`]);
    expect(listBin([sandbox.repository])).toEqual([]);
  });

  it('no longer once it was moved, and that it could not be looked at there is told', () => {
    const entry = moved();
    const isThere = (place: string) => path.basename(place) === sessionA && fs.existsSync(place);
    expect(whereRefused('lstatSync', 'EIO', () => restoreFromBin(entry), isThere)).toEqual({
      restored: false,
      reason: 'unchecked',
    });
    expect(fs.existsSync(path.join(directory, 'notes.md'))).toBe(true);
  });

  it('where a hundred stand beside it', () => {
    const entry = moved();
    fs.mkdirSync(directory);
    for (let n = 1; n < 100; n++) fs.mkdirSync(`${directory}.restored-${n}`);
    expect(restoreFromBin(entry)).toEqual({ restored: true, path: `${directory}.restored-100`, beside: true });
    const again = moved();
    fs.mkdirSync(directory);
    expect(restoreFromBin(again)).toEqual({ restored: false, reason: 'no-free-name' });
    expect(left()).toHaveLength(2);
  });

  it('where a folder on the way cannot be made, or is a file', () => {
    const entry = moved();
    const sessions = path.dirname(directory);
    fs.rmdirSync(sessions);
    const notPermitted = { restored: false, reason: 'not-permitted' };
    expect(whereRefused('mkdirSync', 'EACCES', () => restoreFromBin(entry))).toEqual(notPermitted);
    fs.writeFileSync(sessions, '');
    expect(restoreFromBin(entry)).toEqual({ restored: false, reason: 'root-not-a-real-directory' });
  });

  it('where the working tree becomes a link while the bin is opened', () => {
    const entry = moved();
    const { repository } = sandbox;
    const original = originalOf('openAll');
    vi.spyOn(DirectoryHandle.prototype, 'openAll').mockImplementationOnce(function (this: DirectoryHandle, names) {
      const opened = original.call(this, names);
      fs.renameSync(repository, `${repository}.away`);
      fs.symlinkSync(`${repository}.away`, repository);
      return opened;
    });
    expect(restoreFromBin(entry)).toEqual({ restored: false, reason: 'root-not-a-real-directory' });
  });

  it('where another one took its place in the bin: that is told', () => {
    const entry = moved();
    const original = originalOf('isIntact');
    vi.spyOn(DirectoryHandle.prototype, 'isIntact').mockImplementationOnce(function (this: DirectoryHandle) {
      fs.renameSync(path.join(bin, entry.entry), path.join(sandbox.base, 'away'));
      fs.mkdirSync(path.join(bin, entry.entry));
      return original.call(this);
    });
    expect(restoreFromBin(entry)).toEqual({ restored: false, reason: 'exchanged' });
  });

  it.each<[string, object | undefined]>([
    ['is gone', undefined],
    ['lies on another device', { dev: 0n }],
    ['is another directory', { ino: 0n }],
  ])('where what stands in its place then %s: that is told', (_, change) => {
    const entry = moved();
    const isPlace = (place: unknown) => path.basename(String(place)) === sessionA;
    expect(whereStat(isPlace, change, () => restoreFromBin(entry))).toEqual({ restored: false, reason: 'exchanged' });
  });

  it.each(['bin', 'base'])('where the %s is another folder by then', (which) => {
    const entry = moved();
    const folder = which === 'bin' ? bin : path.dirname(directory);
    const original = originalOf('stat');
    vi.spyOn(DirectoryHandle.prototype, 'stat').mockImplementation(function (this: DirectoryHandle, name) {
      const stat = original.call(this, name);
      if (this.path === path.dirname(directory) && name === sessionA) {
        vi.restoreAllMocks();
        fs.renameSync(folder, `${folder}.away`);
        fs.mkdirSync(folder);
      }
      return stat;
    });
    expect(restoreFromBin(entry, { handles: 'path' })).toEqual({
      restored: false,
      reason: 'root-not-a-real-directory',
    });
  });
});

describe('the bin is not emptied of all', () => {
  let kept: BinEntry;
  const isBin = (place: string) => place.endsWith('.session-scope-bin');
  const emptied = (entry: BinEntry) => {
    const { deleted, incomplete } = emptyBin([entry]);
    expect([...deleted, ...incomplete.map(({ removed }) => removed)]).toEqual([entry]);
    return deleted.length === 1;
  };

  it.each(['renameSync', 'unlinkSync', 'rmdirSync', 'rmSync'] as const)(
    'where %s is refused; the next time it is',
    (call) => {
      fs.mkdirSync(path.join(directory, 'inner'));
      const entry = moved();
      expect(whereRefused(call, 'EIO', () => emptied(entry))).toBe(false);
      expect(left().length).toBeGreaterThan(0);
      emptied(entry);
      expect(left()).toEqual([]);
    },
  );

  it('of a folder that may not be moved it is, once that is made writable', () => {
    const inner = path.join(directory, 'inner');
    fs.mkdirSync(inner);
    fs.writeFileSync(path.join(inner, 'f'), '');
    fs.chmodSync(inner, 0o500);
    const entry = moved();
    const isClosed = (from: string) => (fs.lstatSync(from).mode & 0o200) === 0;
    expect(whereRefused('renameSync', 'EACCES', () => emptied(entry), isClosed)).toBe(true);
    expect(left()).toEqual([]);
  });

  it('of files in a folder that may not be changed it is, once that is made writable', () => {
    fs.chmodSync(directory, 0o500);
    const entry = moved();
    const isClosed = (file: string) => (fs.statSync(path.dirname(file)).mode & 0o200) === 0;
    expect(whereRefused('unlinkSync', 'EACCES', () => emptied(entry), isClosed)).toBe(true);
    expect(left()).toEqual([]);
  });

  it('where another code than that of a right refuses a folder', () => {
    const entry = moved();
    fs.chmodSync(path.join(bin, entry.entry), 0o500);
    expect(whereRefused('renameSync', 'EPERM', () => emptied(entry))).toBe(false);
    expect(fs.statSync(path.join(bin, entry.entry)).mode & 0o777).toBe(0o500);
  });

  it('where a file in the place of an entry may not be moved', () => {
    const entry = moved();
    fs.rmSync(path.join(bin, entry.entry), { recursive: true });
    fs.writeFileSync(path.join(bin, entry.entry), '');
    expect(whereRefused('renameSync', 'EACCES', () => emptied(entry))).toBe(false);
    expect(emptied(entry)).toBe(true);
    expect(left()).toEqual([]);
  });

  it('where a folder cannot be opened', skip(noHandles), () => {
    const entry = moved();
    const isDoomed = (place: string) => path.basename(place).startsWith('.deleting-');
    expect(whereRefused('openSync', 'EACCES', () => emptied(entry), isDoomed)).toBe(false);
    expect(left()).toHaveLength(1);
  });

  it('of a folder that is gone by then it is', skip(noHandles), () => {
    const entry = moved();
    const isDoomed = (place: string) => path.basename(place).startsWith('.deleting-');
    expect(whereRefused('openSync', 'ENOENT', () => emptied(entry), isDoomed)).toBe(true);
  });

  it('where it cannot be listed: what is left of earlier calls waits', () => {
    const entry = moved();
    fs.mkdirSync(path.join(bin, '.deleting-0123456789abcdef'));
    const fail = vi.spyOn(DirectoryHandle.prototype, 'entries').mockImplementation(() => {
      throw new Error('EIO');
    });
    expect(emptied(entry)).toBe(false);
    fail.mockRestore();
    expect(left()).toHaveLength(2);
  });

  it('but of what earlier calls left, be it a link or a file: links as links, and of no other name', () => {
    const entry = moved();
    const outside = snapshot(sandbox.outside);
    fs.symlinkSync(sandbox.outside, path.join(bin, '.deleting-0'));
    fs.writeFileSync(path.join(bin, '.deleting-1'), '');
    fs.writeFileSync(path.join(bin, 'x.deleting-2'), '');
    expect(emptied(entry)).toBe(true);
    expect(left()).toEqual(['x.deleting-2']);
    expect(snapshot(sandbox.outside)).toEqual(outside);
  });

  it('where the bin became another folder meanwhile, and of that nothing', () => {
    const entry = moved();
    const exchanging =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        original(...all);
        const [name = ''] = left();
        fs.renameSync(bin, `${bin}.away`);
        fs.mkdirSync(bin);
        fs.writeFileSync(path.join(bin, name), 'precious');
      };
    const { incomplete } = whereReplaced('rmSync', exchanging, () => emptyBin([entry], { handles: 'path' }));
    expect(incomplete).toEqual([{ removed: entry, reason: expect.any(String) as string }]);
    expect(fs.readFileSync(path.join(bin, left()[0] ?? ''), 'utf8')).toBe('precious');
  });

  it('where a folder became another one while it was listed, and of that nothing', () => {
    const entry = moved();
    let exchanged = '';
    const exchanging =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        const listing = original(...all);
        const place = String(all[0]);
        if (exchanged === '' && path.basename(place).startsWith('.deleting-')) {
          exchanged = place;
          fs.renameSync(place, path.join(sandbox.base, 'away'));
          fs.mkdirSync(place);
          fs.writeFileSync(path.join(place, 'notes.md'), 'precious');
          // Left alone by the sweep that follows.
          vi.spyOn(DirectoryHandle.prototype, 'open').mockReturnValue('unreadable');
        }
        return listing;
      };
    const { incomplete } = whereReplaced('opendirSync', exchanging, () => emptyBin([entry], { handles: 'path' }));
    expect(incomplete).toEqual([{ removed: entry, reason: expect.any(String) as string }]);
    expect(fs.readFileSync(path.join(exchanged, 'notes.md'), 'utf8')).toBe('precious');
  });

  it.each([
    ['cannot be opened', () => whereRefused('openSync', 'EACCES', () => emptyBin([kept]), isBin), 'unreadable'],
    ['cannot be looked into', () => whereRefused('lstatSync', 'EACCES', () => emptyBin([kept]), isOfEntry), 'EACCES'],
  ] as const)('where the bin %s: nothing counts as deleted, and the reason is told', (_, empty, reason) => {
    kept = moved();
    expect(empty()).toEqual({ deleted: [], incomplete: [{ removed: kept, reason }] });
    expect(left()).toHaveLength(2);
  });

  it('where the bin is a link by then: nothing is known of what was in it', () => {
    const entry = moved();
    fs.renameSync(bin, `${bin}.away`);
    fs.symlinkSync(`${bin}.away`, bin);
    expect(emptyBin([entry])).toEqual({ deleted: [], incomplete: [{ removed: entry, reason: 'symlink' }] });
    expect(fs.existsSync(path.join(`${bin}.away`, entry.entry))).toBe(true);
  });

  it('where there is none any more, all of it counts as deleted', () => {
    const entry = moved();
    fs.rmSync(bin, { recursive: true });
    expect(emptied(entry)).toBe(true);
  });
});

it('what cannot be looked at is not listed, and its place is told', () => {
  const { entry } = moved();
  const before = listBin([sandbox.repository]);
  expect(before).toHaveLength(1);
  const isBin = (at: string) => at.endsWith('.session-scope-bin') && fs.existsSync(at);
  const unread: string[] = [];
  const list = () => listBin([sandbox.repository], { unread: (place) => unread.push(place) });
  expect(whereRefused('lstatSync', 'EIO', list, isOfEntry)).toEqual([]);
  expect(whereRefused('opendirSync', 'EIO', list)).toEqual([]);
  expect(whereRefused('openSync', 'EACCES', list, isBin)).toEqual([]);
  expect(unread).toEqual([path.join(bin, entry), bin, bin]);
  expect(list()).toEqual(before);
  expect(unread).toHaveLength(3);
});
