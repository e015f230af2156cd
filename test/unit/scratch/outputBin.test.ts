/** The bin of task outputs: what it moves and gives back, and where it does not. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectoryHandle } from '../../../src/core/disk/directoryHandle.ts';
import type { BinEntry } from '../../../src/core/scratch/bin.ts';
import type { ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { listOutputBins, moveOutputs, restoreOutputs } from '../../../src/core/scratch/outputBin.ts';
import { outputCandidate } from '../../../src/core/scratch/outputCandidates.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noHandles, noModes, skip } from '../../fixtures/skip.ts';

const uid = process.getuid?.();
const now = Date.UTC(2026, 10, 22, 16, 15);
const rule: StaleRule = { now, maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };
let home: Home;
let client: string;
let tasks: string;
let bin: string;

beforeEach(() => {
  home = makeHome();
  client = home.path('tmp', uid === undefined ? 'claude' : `claude-${uid}`);
  tasks = path.join(client, '-shop', sessionA, 'tasks');
  bin = path.join(client, '.session-scope-bin');
  fs.mkdirSync(tasks, { recursive: true });
  output('a1', 'first');
  output('a2', 'second one');
});

afterEach(() => {
  vi.restoreAllMocks();
});

function output(name: string, text: string): void {
  const file = path.join(tasks, `${name}.output`);
  fs.writeFileSync(file, text);
  fs.utimesSync(file, new Date(now - 86_400_000), new Date(now - 86_400_000));
}

const host = () => ({ tmpDirs: [home.path('tmp')], uid });
const shown = (): ScratchCandidate => {
  const candidate = outputCandidate(sessionA, tasks, ['a1.output', 'a2.output'], host());
  if (candidate === undefined) throw new Error('no candidate');
  return candidate;
};
const refusal = (candidate: ScratchCandidate, handles?: 'path') => {
  const result = moveOutputs(candidate, rule, { handles });
  return result.moved ? `moved ${result.entry.files}` : result.reason;
};
const moved = (): BinEntry => {
  const result = moveOutputs(shown(), rule);
  if (!result.moved) throw new Error(result.reason);
  return result.entry;
};
const texts = (folder: string) =>
  Object.fromEntries(
    fs
      .readdirSync(folder)
      .sort()
      .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
const left = () => fs.readdirSync(bin).filter((name) => name !== '.gitignore');
const both = { 'a1.output': 'first', 'a2.output': 'second one' };
const isManifest = (place: string) => place.endsWith('.json');
const isOfEntry = (place: string) => /[\\/]\d{8}T\d{6}Z-[-0-9a-f]+$/.test(place);
const originalOf = <Name extends keyof DirectoryHandle>(method: Name) =>
  Object.getOwnPropertyDescriptor(DirectoryHandle.prototype, method)?.value as DirectoryHandle[Name];

/** Runs `act` once the manifest is written: outputs were looked at again, and none has moved yet. */
function beforeTheMove(act: () => void): void {
  const original = originalOf('createFile');
  vi.spyOn(DirectoryHandle.prototype, 'createFile').mockImplementation(function (this: DirectoryHandle, ...all) {
    original.apply(this, all);
    if (isManifest(all[0])) act();
  });
}

describe('outputs that are moved', () => {
  it('are in an entry of their own, which the list tells as the move did', () => {
    const entry = moved();
    expect(entry).toEqual({
      entry: expect.stringMatching(new RegExp(`^20261122T161500Z-${sessionA}-[0-9a-f]{8}$`)) as string,
      toplevel: client,
      binBase: ['.session-scope-bin'],
      sessionId: sessionA,
      base: ['-shop', sessionA],
      name: 'tasks',
      path: tasks,
      removedAt: now,
      files: 2,
      bytes: 15,
      isOutputs: true,
    });
    expect(listOutputBins(host())).toEqual([entry]);
    expect(texts(path.join(bin, entry.entry))).toEqual(both);
    expect(fs.readdirSync(tasks)).toEqual([]);
  });

  it('are closed to others', skip(noModes), () => {
    fs.chmodSync(tasks, 0o755);
    const { entry } = moved();
    expect(fs.statSync(path.join(bin, entry)).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(bin, `${entry}.json`)).mode & 0o777).toBe(0o600);
  });

  it('leave those behind that something else came in place of, and that alone is not counted', () => {
    const candidate = shown();
    beforeTheMove(() => {
      fs.rmSync(path.join(tasks, 'a1.output'));
      fs.mkdirSync(path.join(tasks, 'a1.output'));
    });
    const result = moveOutputs(candidate, rule);
    expect(result).toMatchObject({ moved: true, entry: { files: 1, bytes: 10 } });
    expect(fs.readdirSync(tasks)).toEqual(['a1.output']);
  });

  it('leave those behind that the file system keeps', () => {
    const candidate = shown();
    const isFirst = (from: string) => from.endsWith('a1.output');
    expect(whereRefused('renameSync', 'EACCES', () => refusal(candidate), isFirst)).toBe('moved 1');
    expect(texts(tasks)).toEqual({ 'a1.output': 'first' });
  });
});

describe('outputs are not moved', () => {
  it('that are none by their place or name, of no session, or were not measured', () => {
    const candidate = shown();
    expect(refusal({ ...candidate, name: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, name: 'notes' })).toBe('not-scratch');
    expect(refusal({ ...candidate, base: [] })).toBe('not-scratch');
    expect(refusal({ ...candidate, sessionId: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, measurement: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, outputs: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, outputs: ['a1.output', 'notes.md'] })).toBe('not-scratch');
    expect(texts(tasks)).toEqual(both);
    expect(fs.existsSync(bin)).toBe(false);
  });

  it('of a folder or client that is gone or is none', () => {
    const candidate = shown();
    fs.renameSync(tasks, `${tasks}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(tasks, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
    fs.renameSync(client, `${client}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(client, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
  });

  it('where one cannot be looked at', () => {
    const candidate = shown();
    const isFirst = (place: string) => place.endsWith('a1.output');
    expect(whereRefused('lstatSync', 'EIO', () => refusal(candidate), isFirst)).toBe('unreadable');
    expect(texts(tasks)).toEqual(both);
  });

  it('where their bin, its manifest or its folder cannot be made; nothing is left', () => {
    const candidate = shown();
    fs.writeFileSync(bin, '');
    expect(refusal(candidate)).toBe('bin-unusable');
    fs.rmSync(bin);
    expect(whereRefused('openSync', 'ENOSPC', () => refusal(candidate), isManifest)).toBe('bin-unusable');
    expect(left()).toEqual([]);
    expect(whereRefused('mkdirSync', 'ENOSPC', () => refusal(candidate), isOfEntry)).toBe('bin-unusable');
    expect(left()).toEqual([]);
    expect(texts(tasks)).toEqual(both);
  });

  it('where each rename is refused; nothing is left', () => {
    const candidate = shown();
    expect(whereRefused('renameSync', 'EACCES', () => refusal(candidate))).toBe('not-permitted');
    expect(left()).toEqual([]);
    expect(texts(tasks)).toEqual(both);
  });

  it('where all of them are gone in the last moment; nothing is left', () => {
    const candidate = shown();
    beforeTheMove(() => {
      fs.rmSync(path.join(tasks, 'a1.output'));
      fs.rmSync(path.join(tasks, 'a2.output'));
    });
    expect(refusal(candidate)).toBe('changed-since-preview');
    expect(left()).toEqual([]);
  });

  it('though what was made for them cannot be removed again: it is swept another time', () => {
    const candidate = shown();
    const refused = () => whereRefused('renameSync', 'EACCES', () => refusal(candidate));
    expect(whereRefused('rmdirSync', 'EACCES', refused)).toBe('not-permitted');
    expect(left()).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['is no file', { isFile: () => false }],
    ['lies on another device', { dev: 0n }],
    ['is another file', { ino: 0n }],
  ])('where what arrived %s: that goes back', (_, change) => {
    const candidate = shown();
    const isArrived = (place: string) =>
      /Z-[-0-9a-f]+[\\/]a\d\.output$/.test(place) || /fd.\d+.a\d\.output$/.test(place);
    const names = new Set<string>();
    const result = whereReplaced(
      'renameSync',
      (rename) =>
        (...all) => {
          names.add(String(all[1]));
          return rename(...all);
        },
      () =>
        whereReplaced(
          'lstatSync',
          (original) =>
            (...all) => {
              const stat = original(...all);
              const isMeant = names.has(String(all[0])) && isArrived(String(all[0]));
              return stat !== undefined && isMeant ? Object.assign(stat as object, change) : stat;
            },
          () => refusal(candidate),
        ),
    );
    expect(result).toBe('changed-since-preview');
    expect(texts(tasks)).toEqual(both);
    expect(left()).toEqual([]);
  });

  it('where another file came in its place, and a third one then: the second waits in the bin, and is listed', () => {
    const candidate = { ...shown(), ...onlyFirst() };
    const place = path.join(tasks, 'a1.output');
    let renames = 0;
    const result = whereReplaced(
      'renameSync',
      (rename) =>
        (...all) => {
          if (++renames === 1) {
            // Kept, so that its inode is not given to the next one.
            rename(place, path.join(home.folder, 'first'));
            fs.writeFileSync(place, 'second');
          }
          rename(...all);
          if (renames === 1) fs.writeFileSync(place, 'third');
        },
      () => refusal(candidate),
    );
    expect(result).toBe('changed-since-preview');
    expect(fs.readFileSync(place, 'utf8')).toBe('third');
    const [entry] = listOutputBins(host());
    expect(texts(path.join(bin, entry?.entry ?? ''))).toEqual({ 'a1.output': 'second' });
  });

  const onlyFirst = () => outputCandidate(sessionA, tasks, ['a1.output'], host());

  it.each(['the folder', 'the entry'])('where %s is another one by then', (which) => {
    const candidate = shown();
    const original = originalOf('stat');
    vi.spyOn(DirectoryHandle.prototype, 'stat').mockImplementation(function (this: DirectoryHandle, name) {
      const stat = original.call(this, name);
      const entry = fs.existsSync(bin) && left().find((each) => isOfEntry(`/${each}`));
      if (this.path === tasks && typeof entry === 'string') {
        vi.restoreAllMocks();
        const folder = which === 'the folder' ? tasks : path.join(bin, entry);
        fs.renameSync(folder, `${folder}.away`);
        fs.mkdirSync(folder);
      }
      return stat;
    });
    expect(refusal(candidate, 'path')).toBe('changed-since-preview');
    const folder = which === 'the folder' ? `${tasks}.away` : tasks;
    expect(texts(folder)).toEqual(both);
  });
});

describe('the list of removed outputs', () => {
  const names = {
    old: `20260101T000000Z-${sessionA}-00000003`,
    newB: `20260201T000000Z-${sessionB}-00000002`,
    newA: `20260201T000000Z-${sessionA}-00000004`,
  };

  it('has the newest first, those of one second by their names', () => {
    const newest = `20260301T000000Z-${sessionB}-00000001`;
    const wanted = [newest, names.newA, names.newB, names.old];
    for (const made of [
      [2, 0, 3, 1],
      [1, 3, 0, 2],
      [0, 1, 2, 3],
      [3, 2, 1, 0],
    ]) {
      for (const n of made) fs.mkdirSync(path.join(bin, wanted[n] ?? ''), { recursive: true });
      expect(listOutputBins(host()).map(({ entry }) => entry)).toEqual(wanted);
      for (const name of wanted) fs.rmdirSync(path.join(bin, name));
    }
  });

  it('has no files, and no folders of other names', () => {
    fs.mkdirSync(path.join(bin, 'notes'), { recursive: true });
    fs.writeFileSync(path.join(bin, names.old), '');
    expect(listOutputBins(host())).toEqual([]);
  });

  it.each<[string, string | undefined]>([
    ['is lost', undefined],
    ['is none', '{'],
    ['leads elsewhere', '-shop/../../tasks'],
    ['leads to another folder', `-shop/${sessionA}/scratchpad`],
  ])('says no place of an entry whose manifest %s, and that stays', (_, place) => {
    const { entry } = moved();
    const file = path.join(bin, `${entry}.json`);
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
    if (place === undefined) fs.rmSync(file);
    else fs.writeFileSync(file, place === '{' ? place : JSON.stringify({ ...manifest, path: place }));
    const [listed] = listOutputBins(host());
    const isRead = place !== undefined && place !== '{';
    expect(listed).toEqual({
      entry,
      toplevel: client,
      binBase: ['.session-scope-bin'],
      sessionId: sessionA,
      base: undefined,
      name: 'tasks',
      path: undefined,
      removedAt: now,
      files: isRead ? 2 : undefined,
      bytes: isRead ? 15 : undefined,
      isOutputs: true,
    });
    expect(listed && restoreOutputs(listed)).toEqual({ restored: false, reason: 'not-scratch' });
  });
});

describe('removed outputs go back', () => {
  it('into a folder that is made again', () => {
    const entry = moved();
    fs.rmSync(path.join(client, '-shop'), { recursive: true });
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tasks, beside: false });
    expect(texts(tasks)).toEqual(both);
    expect(left()).toEqual([]);
  });

  it('beside up to a hundred', () => {
    const entry = moved();
    output('a1', 'there');
    for (let n = 1; n < 100; n++) output(`a1-restored-${n}`, 'there');
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tasks, beside: true });
    expect(texts(tasks)).toMatchObject({ 'a1.output': 'there', 'a1-restored-100.output': 'first' });
    fs.rmSync(path.join(tasks, 'a2.output'));
    output('a2', 'second one');
    const again = moved();
    output('a1', 'there');
    expect(restoreOutputs(again)).toEqual({ restored: false, reason: 'not-permitted' });
    expect(left()).toHaveLength(2);
  });
});

describe('removed outputs stay', () => {
  const stay = (reason: string) => ({ restored: false, reason });

  it('of which nobody knows the place, or whose names are none', () => {
    const entry = moved();
    expect(restoreOutputs({ ...entry, base: undefined })).toEqual(stay('not-scratch'));
    expect(restoreOutputs({ ...entry, base: ['..'] })).toEqual(stay('not-scratch'));
    expect(restoreOutputs({ ...entry, name: 'notes' })).toEqual(stay('not-scratch'));
    expect(restoreOutputs({ ...entry, entry: 'notes' })).toEqual(stay('not-scratch'));
    expect(restoreOutputs({ ...entry, binBase: ['elsewhere'] })).toEqual(stay('missing'));
    expect(texts(path.join(bin, entry.entry))).toEqual(both);
  });

  it('that are gone, or a file', () => {
    const entry = moved();
    fs.rmSync(path.join(bin, entry.entry), { recursive: true });
    expect(restoreOutputs(entry)).toEqual(stay('missing'));
    fs.writeFileSync(path.join(bin, entry.entry), '');
    expect(restoreOutputs(entry)).toEqual(stay('not-scratch'));
    fs.rmSync(bin, { recursive: true });
    expect(restoreOutputs(entry)).toEqual(stay('missing'));
  });

  it('where a folder on the way cannot be made, or is a file', () => {
    const entry = moved();
    fs.rmdirSync(tasks);
    expect(whereRefused('mkdirSync', 'EACCES', () => restoreOutputs(entry))).toEqual(stay('not-permitted'));
    fs.writeFileSync(tasks, '');
    expect(restoreOutputs(entry)).toEqual(stay('root-not-a-real-directory'));
  });

  it('where the client becomes a link while the bin is opened', () => {
    const entry = moved();
    const original = originalOf('openAll');
    vi.spyOn(DirectoryHandle.prototype, 'openAll').mockImplementationOnce(function (this: DirectoryHandle, names) {
      const opened = original.call(this, names);
      fs.renameSync(client, `${client}.away`);
      fs.symlinkSync(`${client}.away`, client);
      return opened;
    });
    expect(restoreOutputs(entry)).toEqual(stay('root-not-a-real-directory'));
  });

  it('beside what is no output', () => {
    const entry = moved();
    fs.writeFileSync(path.join(bin, entry.entry, '0.md'), '');
    for (const name of Object.keys(both)) fs.rmSync(path.join(bin, entry.entry, name));
    expect(restoreOutputs(entry)).toEqual(stay('not-permitted'));
    expect(left()).toHaveLength(2);
  });

  it.each(['linkSync', 'unlinkSync'] as const)('where %s is refused', (call) => {
    const entry = moved();
    expect(whereRefused(call, 'EPERM', () => restoreOutputs(entry))).toEqual(stay('not-permitted'));
    expect(Object.keys(texts(path.join(bin, entry.entry)))).toEqual(['a1.output', 'a2.output']);
  });

  it.each(['the entry', 'their folder'])('where %s is another one by then', (which) => {
    const entry = moved();
    const original = originalOf('stat');
    vi.spyOn(DirectoryHandle.prototype, 'stat').mockImplementation(function (this: DirectoryHandle, name) {
      const stat = original.call(this, name);
      if (this.path === tasks) {
        vi.restoreAllMocks();
        const folder = which === 'the entry' ? path.join(bin, entry.entry) : tasks;
        fs.renameSync(folder, `${folder}.away`);
        fs.mkdirSync(folder);
      }
      return stat;
    });
    expect(restoreOutputs(entry, { handles: 'path' })).toEqual(stay('not-permitted'));
  });
});

describe('the bin of outputs', () => {
  it('leaves no folder open, whatever comes of it', skip(noHandles), () => {
    const open = () => fs.readdirSync('/proc/self/fd').length;
    const before = open();
    const entry = moved();
    expect(open()).toBe(before);
    whereRefused('linkSync', 'EPERM', () => restoreOutputs(entry));
    expect(open()).toBe(before);
    restoreOutputs(entry);
    expect(open()).toBe(before);
    const candidate = shown();
    const isFirst = (place: string) => place.endsWith('a1.output');
    whereRefused('lstatSync', 'EIO', () => refusal(candidate), isFirst);
    expect(open()).toBe(before);
    output('a1', 'another');
    expect(refusal(candidate)).toBe('changed-since-preview');
    expect(open()).toBe(before);
  });
});
