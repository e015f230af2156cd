/** Task outputs on their way to the bin and back: what is refused, and what is exchanged in between. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectoryHandle, openDirectory } from '../../../src/core/disk/directoryHandle.ts';
import type { BinEntry } from '../../../src/core/scratch/bin.ts';
import type { ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { listOutputBins, moveOutputs, restoreOutputs } from '../../../src/core/scratch/outputBin.ts';
import { measureOutputs } from '../../../src/core/scratch/outputCandidates.ts';
import { encodedCwd, makeOutputTree, now, rule, whereHeldBy, type OutputTree } from '../../fixtures/outputTree.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { day, noMounts, sessionA, snapshot } from '../../fixtures/scratchTree.ts';
import { noHandles, noLinks, noModes, skip } from '../../fixtures/skip.ts';

let tree: OutputTree;
beforeEach(() => {
  tree = makeOutputTree();
});
afterEach(() => {
  vi.restoreAllMocks();
  tree.sandbox.remove();
});

const refusal = (candidate: ScratchCandidate) => {
  const result = moveOutputs(candidate, rule);
  return result.moved ? 'moved' : result.reason;
};
const names = () => fs.readdirSync(tree.tasks).sort();
const both = ['a1.output', 'a2.output'];
const isManifest = (place: string) => place.endsWith('.json');
const isOutput = (place: string) => place.endsWith('.output');
const isEntry = (place: string) => /[\\/]\d{8}T\d{6}Z-[-0-9a-f]+$/.test(place);
const originalOf = <Name extends keyof DirectoryHandle>(method: Name) =>
  Object.getOwnPropertyDescriptor(DirectoryHandle.prototype, method)?.value as DirectoryHandle[Name];
type AnyCall = (...all: unknown[]) => unknown;

/** Does something once all was looked at and before the first output moves. */
function beforeMoving(act: () => void): void {
  const original = originalOf('createFile');
  vi.spyOn(DirectoryHandle.prototype, 'createFile').mockImplementation(function (this: DirectoryHandle, ...all) {
    original.apply(this, all);
    if (isManifest(all[0])) act();
  });
}

/** Exchanges a folder for a link to `outside`, which has files of the same names. */
function exchangeForLink(folder: string): Record<string, string> {
  for (const name of both) fs.writeFileSync(path.join(tree.sandbox.outside, name), 'precious');
  fs.renameSync(folder, `${folder}.away`);
  fs.symlinkSync(tree.sandbox.outside, folder);
  return snapshot(tree.sandbox.outside);
}

describe.each(['descriptor', 'path'] as const)('outputs, their folders held by %s', (kind) => {
  it('go to a bin of the client that notes where they came from, and come back with their bytes and modes', () => {
    fs.chmodSync(path.join(tree.tasks, 'a1.output'), 0o640);
    const before = snapshot(tree.tasks);
    const result = whereHeldBy(kind, () => moveOutputs(tree.shown(), rule));
    if (!result.moved) throw new Error(result.reason);
    const { entry } = result.entry;
    expect(result.entry).toEqual({
      entry,
      toplevel: tree.client,
      binBase: ['.session-scope-bin'],
      sessionId: sessionA,
      base: [encodedCwd, sessionA],
      name: 'tasks',
      path: tree.tasks,
      removedAt: now,
      files: 2,
      bytes: 11,
      isOutputs: true,
    });
    const { dev, ino } = fs.statSync(tree.tasks, { bigint: true });
    expect(JSON.parse(fs.readFileSync(path.join(tree.bin, `${entry}.json`), 'utf8'))).toEqual({
      version: 1,
      sessionId: sessionA,
      path: `${encodedCwd}/${sessionA}/tasks`,
      removedAt: now,
      mode: 0o700,
      dev: String(dev),
      ino: String(ino),
      files: 2,
      bytes: 11,
    });
    expect(fs.readFileSync(path.join(tree.bin, '.gitignore'), 'utf8')).toBe('*\n');
    expect(names()).toEqual([]);
    const back = whereHeldBy(kind, () => restoreOutputs(result.entry));
    expect(back).toEqual({ restored: true, path: tree.tasks, beside: false });
    expect(snapshot(tree.tasks)).toEqual(before);
    expect(tree.left()).toEqual([]);
  });

  it('move nothing outside where their folder becomes a link in between', skip(noLinks), () => {
    let outside = {};
    beforeMoving(() => (outside = exchangeForLink(tree.tasks)));
    const candidate = tree.shown();
    const result = whereHeldBy(kind, () => moveOutputs(candidate, rule));
    // What is held by a descriptor is the folder itself, wherever it stands by then.
    if (kind === 'path') expect(result).toEqual({ moved: false, reason: 'changed-since-preview' });
    else expect(result.moved).toBe(true);
    expect(snapshot(tree.sandbox.outside)).toEqual(outside);
    expect(fs.readdirSync(`${tree.tasks}.away`).sort()).toEqual(kind === 'path' ? both : []);
  });

  it('put nothing outside where the entry becomes a link in between', skip(noLinks), () => {
    let outside = {};
    const original = originalOf('stat');
    const candidate = tree.shown();
    beforeMoving(() => {
      vi.spyOn(DirectoryHandle.prototype, 'stat').mockImplementation(function (this: DirectoryHandle, name) {
        const [entry] = tree.left().filter((each) => !isManifest(each));
        if (entry === undefined || name !== 'a1.output') return original.call(this, name);
        vi.restoreAllMocks();
        outside = exchangeForLink(path.join(tree.bin, entry));
        return original.call(this, name);
      });
    });
    const result = whereHeldBy(kind, () => moveOutputs(candidate, rule));
    if (kind === 'path') expect(result).toEqual({ moved: false, reason: 'changed-since-preview' });
    else expect(result.moved).toBe(true);
    expect(snapshot(tree.sandbox.outside)).toEqual(outside);
    expect(names()).toEqual(kind === 'path' ? both : []);
  });

  it.each(['their folder', 'the entry'])('are not given back outside where %s becomes a link', (which) => {
    const removed = tree.moved();
    const folder = which === 'the entry' ? path.join(tree.bin, removed.entry) : tree.tasks;
    let outside = {};
    const original = originalOf('stat');
    vi.spyOn(DirectoryHandle.prototype, 'stat').mockImplementation(function (this: DirectoryHandle, name) {
      const stat = original.call(this, name);
      if (this.path !== tree.tasks) return stat;
      vi.restoreAllMocks();
      outside = exchangeForLink(folder);
      return stat;
    });
    const result = whereHeldBy(kind, () => restoreOutputs(removed));
    if (kind === 'path') expect(result).toEqual({ restored: false, reason: 'root-not-a-real-directory' });
    else expect(result.restored).toBe(true);
    expect(snapshot(tree.sandbox.outside)).toEqual(outside);
    const place = which === 'the entry' ? tree.tasks : `${tree.tasks}.away`;
    const stayed = which === 'the entry' ? `${folder}.away` : path.join(tree.bin, removed.entry);
    const found = [place, stayed].filter((each) => fs.existsSync(each)).flatMap((each) => fs.readdirSync(each));
    expect(found.sort()).toEqual(both);
  });
});

describe('outputs are not moved', () => {
  it('that belong to no session, are none by their place or names, or were not measured', () => {
    const candidate = tree.shown();
    expect(refusal({ ...candidate, sessionId: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, outputs: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, name: undefined })).toBe('not-scratch');
    expect(refusal({ ...candidate, name: 'scratchpad' })).toBe('not-scratch');
    expect(refusal({ ...candidate, outputs: ['a1.output', 'a2.txt'] })).toBe('not-scratch');
    expect(refusal({ ...candidate, measurement: undefined })).toBe('changed-since-preview');
    expect(names()).toEqual(both);
  });

  it('that are none at all: no entry is left', () => {
    const candidate = { ...tree.shown(), outputs: [] };
    const measurement = candidate.measurement && { ...candidate.measurement, fingerprint: '' };
    expect(refusal({ ...candidate, measurement })).toBe('changed-since-preview');
    expect(tree.left()).toEqual([]);
  });

  it('whose folder, or that of the client, is gone or is a file', () => {
    const candidate = tree.shown();
    fs.renameSync(tree.tasks, `${tree.tasks}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(tree.tasks, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
    fs.renameSync(tree.client, `${tree.client}.away`);
    expect(refusal(candidate)).toBe('missing');
    fs.writeFileSync(tree.client, '');
    expect(refusal(candidate)).toBe('root-not-a-real-directory');
  });

  it('whose folder, or that of the client, cannot be opened', () => {
    const candidate = tree.shown();
    for (const place of [tree.tasks, tree.client]) {
      const isPlace = (at: string) => path.basename(at) === path.basename(place);
      expect(whereRefused('openSync', 'EACCES', () => refusal(candidate), isPlace)).toBe('unreadable');
    }
    expect(names()).toEqual(both);
  });

  it('of which one changed, went or came back as another file since they were shown', () => {
    const candidate = tree.shown();
    fs.renameSync(tree.write('a2.output', 'second'), path.join(tree.sandbox.base, 'away'));
    expect(refusal(candidate)).toBe('changed-since-preview');
    tree.write('a2.output', 'second');
    expect(refusal(candidate)).toBe('changed-since-preview');
    expect(names()).toEqual(both);
    expect(refusal(tree.shown())).toBe('moved');
  });

  it('by a rule that keeps them, and no bin is made', () => {
    const isLive = () => true;
    expect(moveOutputs(tree.shown(), { ...rule, isLive })).toEqual({ moved: false, reason: 'live-session' });
    expect(moveOutputs(tree.shown(), { ...rule, maxAgeMs: 50 * day })).toEqual({ moved: false, reason: 'fresh' });
    expect(fs.existsSync(tree.bin)).toBe(false);
  });

  it('where the file system does not say what they are', () => {
    const candidate = tree.shown();
    expect(whereRefused('lstatSync', 'EIO', () => refusal(candidate), isOutput)).toBe('unreadable');
  });

  it.each(['a file', 'a link'])('where the place of the bin is taken by %s', (what) => {
    const candidate = tree.shown();
    if (what === 'a file') fs.writeFileSync(tree.bin, '');
    else fs.symlinkSync(tree.sandbox.outside, tree.bin);
    const outside = snapshot(tree.sandbox.outside);
    expect(refusal(candidate)).toBe('bin-unusable');
    expect(snapshot(tree.sandbox.outside)).toEqual(outside);
  });

  it('where the bin is on another file system', skip(noMounts()), () => {
    fs.mkdirSync(tree.bin);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', tree.bin]);
    expect(refusal(tree.shown())).toBe('other-file-system');
    expect(names()).toEqual(both);
  });

  it('where the bin, the manifest or the folder of the entry cannot be made: nothing is left', () => {
    const candidate = tree.shown();
    expect(whereRefused('mkdirSync', 'EACCES', () => refusal(candidate))).toBe('bin-unusable');
    expect(whereRefused('openSync', 'ENOSPC', () => refusal(candidate), isManifest)).toBe('bin-unusable');
    expect(tree.left()).toEqual([]);
    expect(whereRefused('mkdirSync', 'ENOSPC', () => refusal(candidate), isEntry)).toBe('bin-unusable');
    expect(tree.left()).toEqual([]);
    expect(names()).toEqual(both);
  });

  it('where each rename is refused: nothing is left in the bin', () => {
    const candidate = tree.shown();
    expect(whereRefused('renameSync', 'EACCES', () => refusal(candidate))).toBe('not-permitted');
    expect(tree.left()).toEqual([]);
    expect(names()).toEqual(both);
  });

  it.each<[string, (file: string) => void]>([
    ['went', (file) => fs.unlinkSync(file)],
    ['was written to', (file) => fs.appendFileSync(file, '!')],
    ['became another file', (file) => void (fs.renameSync(file, `${file}.away`), fs.writeFileSync(file, 'first'))],
    ['became a folder', (file) => void (fs.unlinkSync(file), fs.mkdirSync(file))],
    ['became a link', (file) => void (fs.unlinkSync(file), fs.symlinkSync(tree.sandbox.outside, file))],
  ])('where the only one %s in the last moment', (_, change) => {
    const candidate = tree.shown('a1.output');
    const file = path.join(tree.tasks, 'a1.output');
    beforeMoving(() => change(file));
    expect(refusal(candidate)).toBe('changed-since-preview');
    expect(tree.left()).toEqual([]);
  });
});

it('a link does not move though it is what was measured', skip(noLinks), () => {
  const candidate = tree.shown('a1.output');
  const file = path.join(tree.tasks, 'a1.output');
  fs.unlinkSync(file);
  fs.symlinkSync(tree.sandbox.outside, file);
  fs.lutimesSync(file, 1_700_000_000, 1_700_000_000);
  const folder = openDirectory(tree.tasks) as DirectoryHandle;
  const measurement = measureOutputs(folder, ['a1.output']);
  folder.close();
  expect(refusal({ ...candidate, measurement })).toBe('changed-since-preview');
  expect(fs.readlinkSync(file)).toBe(tree.sandbox.outside);
  expect(tree.left()).toEqual([]);
});

describe('of outputs of which one cannot go', () => {
  it('the others go, and the entry counts those alone', () => {
    const isFirst = (place: string) => place.endsWith('a1.output');
    const candidate = tree.shown();
    const result = whereRefused('renameSync', 'EACCES', () => moveOutputs(candidate, rule), isFirst);
    expect(result).toMatchObject({ moved: true, entry: { files: 1, bytes: 6 } });
    expect(listOutputBins(tree.host)).toMatchObject([{ files: 1, bytes: 6 }]);
    expect(names()).toEqual(['a1.output']);
  });

  it('and none moved, the entry goes again and the last reason is told', () => {
    const candidate = tree.shown();
    beforeMoving(() => fs.unlinkSync(path.join(tree.tasks, 'a1.output')));
    expect(whereRefused('renameSync', 'EACCES', () => refusal(candidate))).toBe('not-permitted');
    expect(tree.left()).toEqual([]);
  });
});

describe('a file that took the place of an output in the last moment', () => {
  /** Another file comes right before the rename; `after` happens right behind it. */
  function exchanged(after: () => void): string {
    const candidate = tree.shown('a1.output');
    const file = path.join(tree.tasks, 'a1.output');
    let renames = 0;
    const exchanging =
      (original: AnyCall): AnyCall =>
      (...all) => {
        if (++renames > 1) return original(...all);
        original(file, `${file}.away`);
        fs.writeFileSync(file, 'another');
        original(...all);
        after();
      };
    return whereReplaced('renameSync', exchanging, () => refusal(candidate));
  }

  it('goes back', () => {
    expect(exchanged(() => undefined)).toBe('changed-since-preview');
    expect(fs.readFileSync(path.join(tree.tasks, 'a1.output'), 'utf8')).toBe('another');
    expect(tree.left()).toEqual([]);
  });

  it('waits in the bin where its name is taken again, and can be restored', () => {
    expect(exchanged(() => void tree.write('a1.output', 'third'))).toBe('changed-since-preview');
    expect(fs.readFileSync(path.join(tree.tasks, 'a1.output'), 'utf8')).toBe('third');
    const [entry] = listOutputBins(tree.host);
    expect(entry).toMatchObject({ path: tree.tasks, files: 1, bytes: 7 });
    expect(entry && restoreOutputs(entry)).toEqual({ restored: true, path: tree.tasks, beside: true });
    expect(fs.readFileSync(path.join(tree.tasks, 'a1-restored-1.output'), 'utf8')).toBe('another');
  });

  it.each<[string, object | undefined]>([
    ['is gone', undefined],
    ['is no file', { isFile: () => false }],
    ['lies on another device', { dev: 0n }],
    ['is another file', { ino: 0n }],
  ])('is noticed where what arrived %s', (_, change) => {
    const candidate = tree.shown('a1.output');
    let looks = 0;
    const changed =
      (original: AnyCall): AnyCall =>
      (...all) => {
        const stat = original(...all);
        // Measured, looked at before the rename, and then where it arrived.
        const isArrived = isOutput(String(all[0])) && ++looks === 3;
        return stat === undefined || !isArrived ? stat : change && Object.assign(stat as object, change);
      };
    expect(whereReplaced('lstatSync', changed, () => refusal(candidate))).toBe('changed-since-preview');
    expect(names()).toEqual(both);
    expect(tree.left()).toEqual([]);
  });
});

describe('removed outputs stay', () => {
  const stays = (entry: BinEntry) => {
    const result = restoreOutputs(entry);
    return result.restored ? 'restored' : result.reason;
  };
  const held = (entry: BinEntry) => fs.readdirSync(path.join(tree.bin, entry.entry)).sort();

  it('of which nobody knows the place, or whose names are none', () => {
    const entry = tree.moved();
    expect(stays({ ...entry, base: undefined })).toBe('not-scratch');
    expect(stays({ ...entry, base: ['..', 'shop'] })).toBe('not-scratch');
    expect(stays({ ...entry, name: 'scratchpad' })).toBe('not-scratch');
    fs.renameSync(path.join(tree.bin, entry.entry), path.join(tree.bin, 'notes'));
    expect(stays({ ...entry, entry: 'notes' })).toBe('not-scratch');
    expect(fs.readdirSync(path.join(tree.bin, 'notes')).sort()).toEqual(both);
  });

  it('that are gone, or a file by now, or whose bin is gone', () => {
    const entry = tree.moved();
    const place = path.join(tree.bin, entry.entry);
    fs.rmSync(place, { recursive: true });
    expect(stays(entry)).toBe('missing');
    fs.writeFileSync(place, '');
    expect(stays(entry)).toBe('replaced');
    fs.rmSync(tree.bin, { recursive: true });
    expect(stays(entry)).toBe('missing');
  });

  it('where a folder on the way cannot be made, or is a file', () => {
    const entry = tree.moved();
    fs.rmdirSync(tree.tasks);
    expect(whereRefused('mkdirSync', 'EACCES', () => stays(entry))).toBe('not-permitted');
    fs.writeFileSync(tree.tasks, '');
    expect(stays(entry)).toBe('root-not-a-real-directory');
    fs.unlinkSync(tree.tasks);
    expect(stays(entry)).toBe('restored');
    expect(names()).toEqual(both);
  });

  it('where the folder of the client becomes a link while the bin is opened', skip(noLinks), () => {
    const entry = tree.moved();
    const original = originalOf('openAll');
    vi.spyOn(DirectoryHandle.prototype, 'openAll').mockImplementationOnce(function (this: DirectoryHandle, inner) {
      const opened = original.call(this, inner);
      fs.renameSync(tree.client, `${tree.client}.away`);
      fs.symlinkSync(`${tree.client}.away`, tree.client);
      return opened;
    });
    expect(stays(entry)).toBe('root-not-a-real-directory');
    expect(held(entry)).toEqual(both);
  });

  it.each([
    ['EPERM', 'not-permitted'],
    ['EXDEV', 'other-file-system'],
  ])('where they cannot be linked (%s)', (code, reason) => {
    const entry = tree.moved();
    expect(whereRefused('linkSync', code, () => stays(entry))).toBe(reason);
    expect(tree.left().sort()).toEqual([entry.entry, `${entry.entry}.json`]);
  });

  it('of a bin, an entry or a client that cannot be opened, or that is a link by then', () => {
    const entry = tree.moved();
    for (const place of [tree.bin, path.join(tree.bin, entry.entry), tree.client]) {
      const isPlace = (at: string) => path.basename(at) === path.basename(place) && fs.existsSync(at);
      expect(whereRefused('openSync', 'EACCES', () => stays(entry), isPlace)).toBe('unreadable');
    }
    fs.renameSync(tree.bin, `${tree.bin}.away`);
    fs.symlinkSync(`${tree.bin}.away`, tree.bin);
    expect(stays(entry)).toBe('root-not-a-real-directory');
    expect(fs.readdirSync(path.join(`${tree.bin}.away`, entry.entry)).sort()).toEqual(both);
  });

  it('where their folder cannot be listed', () => {
    const entry = tree.moved();
    expect(whereRefused('opendirSync', 'EACCES', () => stays(entry))).toBe('unreadable');
    expect(held(entry)).toEqual(both);
  });

  it('where another file takes the name while it is linked: neither is lost', () => {
    const entry = tree.moved('a1.output');
    const file = path.join(tree.tasks, 'a1.output');
    const taking =
      (original: AnyCall): AnyCall =>
      (...all) => {
        fs.writeFileSync(file, 'another');
        return original(...all);
      };
    expect(whereReplaced('linkSync', taking, () => stays(entry))).toBe('not-permitted');
    expect(fs.readFileSync(file, 'utf8')).toBe('another');
    expect(held(entry)).toEqual(['a1.output']);
  });

  it('where a hundred names beside theirs are taken', () => {
    const entry = tree.moved('a1.output');
    tree.write('a1.output', '');
    for (let n = 1; n < 100; n++) tree.write(`a1-restored-${n}.output`, '');
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tree.tasks, beside: true });
    expect(fs.readFileSync(path.join(tree.tasks, 'a1-restored-100.output'), 'utf8')).toBe('first');
    tree.write('a1.output', 'again');
    const again = tree.moved('a1.output');
    tree.write('a1.output', '');
    expect(stays(again)).toBe('no-free-name');
    expect(held(again)).toEqual(['a1.output']);
  });

  it('where another name would be too long for an output', () => {
    const name = `${'a'.repeat(128)}.output`;
    tree.write(name, 'long');
    const entry = tree.moved(name);
    tree.write(name, '');
    expect(stays(entry)).toBe('no-free-name');
    expect(held(entry)).toEqual([name]);
    fs.unlinkSync(path.join(tree.tasks, name));
    expect(stays(entry)).toBe('restored');
  });
});

describe('of removed outputs of which one cannot go back', () => {
  const isFirst = (place: string) => place.endsWith('a1.output');

  it('the others do, and both are counted', () => {
    const entry = tree.moved();
    expect(whereRefused('linkSync', 'EIO', () => restoreOutputs(entry), isFirst)).toEqual({
      restored: false,
      reason: 'not-permitted',
      part: { path: tree.tasks, files: 1, left: 1, beside: false },
    });
    expect(names()).toEqual(['a2.output']);
    expect(listOutputBins(tree.host)).toMatchObject([{ path: tree.tasks, files: 1, bytes: 5 }]);
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tree.tasks, beside: false });
    expect(names()).toEqual(both);
  });

  it('as it is of another name, the others do, and it stays', () => {
    const entry = tree.moved();
    const other = path.join(tree.bin, entry.entry, 'notes.txt');
    fs.writeFileSync(other, '');
    tree.write('a1.output', 'another');
    expect(restoreOutputs(entry)).toEqual({
      restored: false,
      reason: 'not-an-output',
      part: { path: tree.tasks, files: 2, left: 1, beside: true },
    });
    expect(names()).toEqual(['a1-restored-1.output', ...both]);
    expect(fs.existsSync(other)).toBe(true);
  });

  it('as it is gone meanwhile, the entry goes, and that is told', () => {
    const entry = tree.moved();
    const inBin = path.join(tree.bin, entry.entry, 'a1.output');
    const going =
      (original: AnyCall): AnyCall =>
      (...all) => {
        if (isFirst(String(all[0])) && fs.existsSync(inBin)) fs.unlinkSync(inBin);
        return original(...all);
      };
    expect(whereReplaced('lstatSync', going, () => restoreOutputs(entry))).toEqual({
      restored: false,
      reason: 'missing',
      part: { path: tree.tasks, files: 1, left: 0, beside: false },
    });
    expect(tree.left()).toEqual([]);
  });
});

describe('outputs come back', () => {
  it('under their own name though an earlier try ended between link and unlink', () => {
    const entry = tree.moved();
    const once = () => restoreOutputs(entry);
    const part = { path: tree.tasks, files: 2, left: 1, beside: false };
    const isFirst = (place: string) => place.endsWith('a1.output');
    expect(whereRefused('unlinkSync', 'EIO', once, isFirst)).toEqual({
      restored: false,
      reason: 'still-in-bin',
      part,
    });
    expect(names()).toEqual(both);
    expect(listOutputBins(tree.host)).toMatchObject([{ files: 1 }]);
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tree.tasks, beside: false });
    expect(names()).toEqual(both);
    expect(fs.statSync(path.join(tree.tasks, 'a1.output')).nlink).toBe(1);
    expect(tree.left()).toEqual([]);
  });

  it('each beside a file of its name, of another device but the same number too', () => {
    const entry = tree.moved('a1.output');
    const { ino } = fs.statSync(path.join(tree.bin, entry.entry, 'a1.output'), { bigint: true });
    tree.write('a1.output', 'another');
    const isTaken = (place: string) => place.endsWith('a1.output');
    let looks = 0;
    const elsewhere =
      (original: AnyCall): AnyCall =>
      (...all) => {
        const stat = original(...all);
        // First in the bin, then in their folder.
        return isTaken(String(all[0])) && ++looks > 1 ? Object.assign(stat as object, { ino, dev: 0n }) : stat;
      };
    expect(whereReplaced('lstatSync', elsewhere, () => restoreOutputs(entry))).toMatchObject({ beside: true });
    expect(names()).toEqual(['a1-restored-1.output', ...both]);
  });

  it('and the entry stays where it came to hold something else meanwhile', () => {
    const entry = tree.moved('a1.output');
    const inBin = path.join(tree.bin, entry.entry, 'late.output');
    const late =
      (original: AnyCall): AnyCall =>
      (...all) => {
        original(...all);
        if (String(all[0]).endsWith('a1.output')) fs.writeFileSync(inBin, 'late');
      };
    expect(whereReplaced('unlinkSync', late, () => restoreOutputs(entry))).toMatchObject({ restored: true });
    expect(listOutputBins(tree.host)).toMatchObject([{ path: tree.tasks, files: 1, bytes: 4 }]);
  });

  it('to a folder that is made again', skip(noModes), () => {
    const entry = tree.moved();
    fs.rmSync(path.join(tree.client, encodedCwd), { recursive: true });
    expect(restoreOutputs(entry)).toEqual({ restored: true, path: tree.tasks, beside: false });
    expect(names()).toEqual(both);
  });
});

it('a bin is the folder of its user alone', skip(noModes || noHandles), () => {
  const { entry } = tree.moved();
  expect(fs.statSync(tree.bin).mode & 0o777).toBe(0o700);
  expect(fs.statSync(path.join(tree.bin, entry)).mode & 0o777).toBe(0o700);
});
