import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listBin, reconcileBins, type BinEntry } from '../../../src/core/scratch/bin.ts';
import { scratchCandidateAt, type ScratchCandidate } from '../../../src/core/scratch/candidates.ts';
import { DirectoryHandle } from '../../../src/core/disk/directoryHandle.ts';
import { emptyBin } from '../../../src/core/scratch/emptyBin.ts';
import { expiredEntries } from '../../../src/core/scratch/expiredEntries.ts';
import { moveToBin, type MoveResult } from '../../../src/core/scratch/moveToBin.ts';
import { restoreFromBin } from '../../../src/core/scratch/restoreFromBin.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { day, makeSandbox, noMounts, sessionA, snapshot, type Sandbox } from '../../fixtures/scratchTree.ts';
import { skip } from '../../fixtures/skip.ts';

const now = Date.UTC(2026, 10, 22, 16, 15);
const rule: StaleRule = { now, maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };
/** A time that `utimes` gives back to the nanosecond. */
const wholeSecond = new Date(now - 90 * day);
const withoutMounts = noMounts();
const onlyDescriptors = 'only descriptor handles can tell';
let sandbox: Sandbox;
let directory: string;
let bin: string;

beforeEach(() => {
  sandbox = makeSandbox();
  directory = path.join(sandbox.repository, '.erk/scratch/sessions', sessionA);
  bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
  fs.mkdirSync(path.join(directory, 'inner'), { recursive: true });
  fs.chmodSync(directory, 0o750);
  fs.writeFileSync(path.join(directory, 'inner/notes.md'), 'notes', { mode: 0o640 });
  fs.utimesSync(path.join(directory, 'inner/notes.md'), wholeSecond, wholeSecond);
  fs.writeFileSync(Buffer.concat([Buffer.from(`${directory}/f`), Buffer.from([0xff])]), 'no UTF-8');
  fs.symlinkSync(sandbox.outside, path.join(directory, 'inner/out'));
});
afterEach(() => {
  sandbox.remove();
});

describe.each(['descriptor', 'path'] as const)('the bin, folders held by %s', (handles) => {
  const preview = (location = directory) => scratchCandidateAt(location, { handles }) as ScratchCandidate;
  const move = (location = directory): BinEntry => {
    const result = moveToBin(preview(location), rule, { handles });
    if (!result.moved) throw new Error(result.reason);
    return result.entry;
  };
  const refusal = (result: MoveResult) => (result.moved ? 'moved' : result.reason);

  it('takes a directory whole, notes where it came from, and stays out of the repository', () => {
    const before = snapshot(directory);
    const entry = move();
    expect(fs.existsSync(directory)).toBe(false);
    expect(snapshot(path.join(bin, entry.entry))).toEqual(before);
    expect(fs.statSync(bin).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(bin, '.gitignore'), 'utf8')).toBe('*\n');
    const manifest = JSON.parse(fs.readFileSync(path.join(bin, `${entry.entry}.json`), 'utf8')) as unknown;
    const stat = fs.statSync(path.join(bin, entry.entry));
    expect(manifest).toEqual({
      version: 1,
      sessionId: sessionA,
      path: `.erk/scratch/sessions/${sessionA}`,
      removedAt: now,
      mode: 0o750,
      dev: String(stat.dev),
      ino: String(stat.ino),
      files: 2,
      bytes: 13,
    });
    expect(listBin([sandbox.repository], { handles })).toEqual([entry]);
    expect(entry).toMatchObject({ path: directory, removedAt: now, files: 2, bytes: 13 });
  });

  it('restores it with the same bytes and modes', () => {
    const before = snapshot(directory);
    expect(restoreFromBin(move(), { handles })).toEqual({ restored: true, path: directory, beside: false });
    expect(snapshot(directory)).toEqual(before);
    expect(fs.readdirSync(bin)).toEqual(['.gitignore']);
  });

  it('restores it when the folders on the way are gone', () => {
    const entry = move();
    fs.rmSync(path.join(sandbox.repository, '.erk/scratch'), { recursive: true });
    expect(restoreFromBin(entry, { handles })).toMatchObject({ restored: true, beside: false });
  });

  it('restores it beside what has taken its place, and overwrites nothing', () => {
    const before = snapshot(directory);
    const entry = move();
    fs.mkdirSync(directory);
    fs.writeFileSync(`${directory}.restored-1`, 'a file');
    const place = `${directory}.restored-2`;
    expect(restoreFromBin(entry, { handles })).toEqual({ restored: true, path: place, beside: true });
    expect(snapshot(place)).toEqual(before);
    expect(fs.readdirSync(directory)).toEqual([]);
    const again = move(place);
    expect(again.path).toBe(place);
    expect(restoreFromBin(again, { handles })).toEqual({ restored: true, path: place, beside: false });
  });

  it('keeps two removals of one session apart', () => {
    const first = move();
    fs.mkdirSync(directory);
    const second = move();
    expect(first.entry).not.toBe(second.entry);
    expect(listBin([sandbox.repository], { handles })).toHaveLength(2);
  });

  describe('refuses a directory', () => {
    it.each<[string, () => void]>([
      ['that got a new file', () => fs.writeFileSync(path.join(directory, 'new'), '')],
      ['with a file that was appended to', () => fs.appendFileSync(path.join(directory, 'inner/notes.md'), '!')],
      [
        'with a file that was changed and given its old time back',
        () => {
          const file = path.join(directory, 'inner/notes.md');
          // File systems count in ticks of a few milliseconds, and the file was made just now.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
          fs.writeFileSync(file, 'NOTES');
          fs.utimesSync(file, wholeSecond, wholeSecond);
        },
      ],
      ['that lost a file', () => fs.rmSync(path.join(directory, 'inner/notes.md'))],
      ['with a mode that changed', () => fs.chmodSync(directory, 0o700)],
      [
        'that is another one now',
        () => {
          fs.renameSync(directory, `${directory}.away`);
          execFileSync('cp', ['-a', `${directory}.away`, directory]);
        },
      ],
    ])('%s since the preview', (_, change) => {
      const candidate = preview();
      change();
      const before = snapshot(sandbox.repository);
      expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('changed-since-preview');
      expect(snapshot(sandbox.repository)).toEqual(before);
    });

    it('that is gone, or a link by now', () => {
      const candidate = preview();
      fs.renameSync(directory, path.join(sandbox.base, 'away'));
      expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('missing');
      fs.symlinkSync(path.join(sandbox.base, 'away'), directory);
      expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('symlink');
    });

    it('whose session came alive since the preview', () => {
      const candidate = preview();
      const live: StaleRule = { ...rule, isLive: (id) => id === sessionA };
      expect(refusal(moveToBin(candidate, live, { handles }))).toBe('live-session');
    });

    it('that is no longer stale by the clock', () => {
      const candidate = preview();
      const back: StaleRule = { ...rule, maxAgeMs: 7 * day, now: Date.now() - 100 * day };
      expect(refusal(moveToBin(candidate, back, { handles }))).toBe('in-the-future');
    });

    it('when a folder above it became a link', () => {
      const candidate = preview();
      const scratch = path.join(sandbox.repository, '.erk/scratch');
      fs.renameSync(scratch, path.join(sandbox.base, 'scratch'));
      fs.symlinkSync(path.join(sandbox.base, 'scratch'), scratch);
      expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('root-not-a-real-directory');
    });

    it('when the bin is a link', () => {
      fs.symlinkSync(sandbox.outside, bin);
      fs.symlinkSync(sandbox.outside, path.join(directory, '../.session-scope-bin'));
      const outside = snapshot(sandbox.outside);
      expect(refusal(moveToBin(preview(), rule, { handles }))).toBe('bin-unusable');
      expect(snapshot(sandbox.outside)).toEqual(outside);
    });
  });

  it('uses the second place when the first is taken by a link', () => {
    fs.symlinkSync(sandbox.outside, bin);
    const entry = move();
    expect(entry.binBase).toEqual(['.erk', 'scratch', 'sessions', '.session-scope-bin']);
    expect(listBin([sandbox.repository], { handles })).toEqual([entry]);
    expect(restoreFromBin(entry, { handles })).toMatchObject({ restored: true });
  });

  it(
    'uses the second place when something is mounted on the first',
    skip(handles === 'path' ? onlyDescriptors : withoutMounts),
    () => {
      fs.mkdirSync(bin, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', bin]);
      expect(move().binBase).toEqual(['.erk', 'scratch', 'sessions', '.session-scope-bin']);
    },
  );

  describe('while another process acts at the same time', () => {
    afterEach(() => {
      vi.restoreAllMocks();
    });

    /** Runs `act` once, before the first call of this method with a name that `isMeant` takes. */
    function before(method: 'createFile' | 'stat', isMeant: (name: string) => boolean, act: () => void): void {
      const original = Object.getOwnPropertyDescriptor(DirectoryHandle.prototype, method)?.value as (
        ...all: unknown[]
      ) => never;
      let done = false;
      vi.spyOn(DirectoryHandle.prototype, method).mockImplementation(function (
        this: DirectoryHandle,
        ...all: [name: string | Buffer, ...rest: unknown[]]
      ) {
        if (!done && isMeant(all[0].toString())) {
          done = true;
          act();
        }
        return original.apply(this, all);
      });
    }
    const isManifest = (name: string) => name.endsWith('.json');
    const isEntry = (name: string) => name.startsWith('2026') && !isManifest(name);

    it('a directory that takes the place in the last moment is put back', () => {
      const candidate = preview();
      before('createFile', isManifest, () => {
        fs.renameSync(directory, `${directory}.away`);
        fs.mkdirSync(directory);
        fs.writeFileSync(path.join(directory, 'other'), '');
      });
      expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('changed-since-preview');
      expect(fs.readdirSync(directory)).toEqual(['other']);
      expect(fs.readdirSync(bin)).toEqual(['.gitignore']);
    });

    it('a directory whose place is taken by then stays in the bin: nothing is overwritten', () => {
      const candidate = preview();
      before('createFile', isManifest, () => {
        fs.renameSync(directory, `${directory}.away`);
        fs.mkdirSync(directory);
        fs.writeFileSync(path.join(directory, 'other'), '');
      });
      let taken = 0n;
      before('stat', isEntry, () => {
        fs.mkdirSync(directory);
        taken = fs.statSync(directory, { bigint: true }).ino;
      });
      const result = moveToBin(candidate, rule, { handles });
      if (result.moved || !result.stranded) throw new Error('not stranded');
      expect(fs.statSync(directory, { bigint: true }).ino).toBe(taken);
      expect(fs.readdirSync(path.join(bin, result.stranded.entry))).toEqual(['other']);
    });

    it('a manifest that was swept before the directory came is written again', () => {
      const candidate = preview();
      before('stat', isEntry, () => {
        for (const name of fs.readdirSync(bin).filter(isManifest)) fs.rmSync(path.join(bin, name));
      });
      const result = moveToBin(candidate, rule, { handles });
      if (!result.moved) throw new Error(result.reason);
      expect(fs.existsSync(path.join(bin, `${result.entry.entry}.json`))).toBe(true);
    });

    it('a manifest whose directory comes while it is looked at is not swept', () => {
      const { entry } = move();
      const place = path.join(bin, entry);
      fs.renameSync(place, directory);
      const written = fs.statSync(`${place}.json`).mtimeMs;
      before('stat', isManifest, () => fs.renameSync(directory, place));
      reconcileBins([sandbox.repository], written + 100_000, { handles });
      expect(fs.existsSync(`${place}.json`)).toBe(true);
    });

    it(
      'a folder that becomes a link just before the rename moves nothing',
      skip(handles === 'descriptor' && 'a descriptor cannot be led elsewhere'),
      () => {
        const candidate = preview();
        const base = path.dirname(directory);
        before('createFile', isManifest, () => {
          fs.renameSync(base, `${base}.away`);
          fs.symlinkSync(`${base}.away`, base);
        });
        expect(refusal(moveToBin(candidate, rule, { handles }))).toBe('changed-since-preview');
        expect(fs.existsSync(path.join(`${base}.away`, sessionA))).toBe(true);
        expect(fs.readdirSync(bin).filter((name) => name !== '.gitignore')).toEqual([]);
      },
    );

    it('a folder that is exchanged while it is opened is changing', skip(handles === 'path' && onlyDescriptors), () => {
      before(
        'stat',
        (name) => name === sessionA,
        () => {
          fs.renameSync(directory, `${directory}.away`);
          fs.mkdirSync(directory);
        },
      );
      expect(preview().problem).toBe('changing');
    });
  });

  describe('after a process was killed', () => {
    it('removes a manifest without a directory, once no process can be about to move it', () => {
      const { entry } = move();
      fs.renameSync(path.join(bin, entry), directory);
      const manifest = path.join(bin, `${entry}.json`);
      const written = fs.statSync(manifest).mtimeMs;
      reconcileBins([sandbox.repository], written + 1000, { handles });
      expect(fs.existsSync(manifest)).toBe(true);
      expect(listBin([sandbox.repository], { handles })).toEqual([]);
      reconcileBins([sandbox.repository], written + 100_000, { handles });
      expect(fs.existsSync(manifest)).toBe(false);
      expect(fs.existsSync(directory)).toBe(true);
    });

    it('restores a directory whose manifest is lost or cut', () => {
      const before = snapshot(directory);
      for (const text of [undefined, '', '{"version":1', 'null', '[]', '{}']) {
        const entry = move();
        const manifest = path.join(bin, `${entry.entry}.json`);
        if (text === undefined) fs.rmSync(manifest);
        else fs.writeFileSync(manifest, text);
        const [found] = listBin([sandbox.repository], { handles });
        expect(found).toMatchObject({ sessionId: sessionA, files: undefined, path: directory });
        expect(restoreFromBin(found as BinEntry, { handles })).toMatchObject({ restored: true, path: directory });
        expect(snapshot(directory)).toEqual(before);
      }
    });
  });

  describe('does not trust what a repository put into it:', () => {
    const plant = (path_: string) => {
      const entry = move();
      const file = path.join(bin, `${entry.entry}.json`);
      const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
      fs.writeFileSync(file, JSON.stringify({ ...manifest, path: path_ }));
      return listBin([sandbox.repository], { handles })[0] as BinEntry;
    };

    it.each([
      '../../outside',
      `../outside/${sessionA}`,
      '/etc',
      '.git/hooks',
      `src/${sessionA}`,
      `.erk/scratch/sessions/${sessionA}/..`,
      '.erk/scratch/sessions/notes',
      `.erk/scratch/sessions/${sessionA.replaceAll('1', '2')}`,
      '',
    ])('the place %j', (place) => {
      const entry = plant(place);
      expect(entry.path).toBeUndefined();
      expect(restoreFromBin(entry, { handles })).toEqual({ restored: false, reason: 'not-scratch' });
    });

    it('names that only look like entries, links and files', () => {
      fs.mkdirSync(bin, { recursive: true });
      fs.mkdirSync(path.join(bin, `99999999T999999Z-${sessionA}-00000000`));
      fs.mkdirSync(path.join(bin, `20260101T000000Z-${sessionA}-0000000g`));
      fs.symlinkSync(sandbox.outside, path.join(bin, `20260101T000000Z-${sessionA}-00000000`));
      fs.writeFileSync(path.join(bin, `20260101T000000Z-${sessionA}-00000001`), '');
      expect(listBin([sandbox.repository], { handles })).toEqual([]);
    });

    it('an entry that is a link by the time it is restored', () => {
      const entry = move();
      fs.rmSync(path.join(bin, entry.entry), { recursive: true });
      fs.symlinkSync(sandbox.outside, path.join(bin, entry.entry));
      expect(restoreFromBin(entry, { handles })).toEqual({ restored: false, reason: 'replaced' });
    });

    it('a place that is no bin', () => {
      const entry = { ...move(), binBase: ['.erk', 'scratch'] };
      expect(restoreFromBin(entry, { handles })).toEqual({ restored: false, reason: 'missing' });
      fs.mkdirSync(path.join(sandbox.repository, '.erk/scratch', entry.entry));
      emptyBin([entry], { handles });
      expect(fs.existsSync(path.join(sandbox.repository, '.erk/scratch', entry.entry))).toBe(true);
    });
  });

  describe('is emptied', () => {
    it('of everything in an entry, links as links', () => {
      const outside = snapshot(sandbox.outside);
      fs.mkdirSync(path.join(directory, 'closed'));
      fs.writeFileSync(path.join(directory, 'closed/f'), '');
      fs.chmodSync(path.join(directory, 'closed'), 0o500);
      const entry = move();
      expect(emptyBin([entry], { handles })).toEqual({ deleted: [entry], incomplete: [] });
      expect(fs.readdirSync(bin)).toEqual(['.gitignore']);
      expect(snapshot(sandbox.outside)).toEqual(outside);
    });

    it('of the names of its own entries alone', () => {
      const entry = move();
      fs.mkdirSync(path.join(bin, 'by-hand'));
      fs.writeFileSync(path.join(bin, 'by-hand/notes.md'), 'notes');
      emptyBin([{ ...entry, entry: 'by-hand' }], { handles });
      expect(fs.readFileSync(path.join(bin, 'by-hand/notes.md'), 'utf8')).toBe('notes');
      expect(listBin([sandbox.repository], { handles })).toEqual([entry]);
    });

    it('however deep it is', () => {
      const entry = move();
      let deep = path.join(bin, entry.entry);
      for (let n = 0; n < 300; n++) fs.mkdirSync((deep = path.join(deep, 'd')));
      expect(emptyBin([entry], { handles }).incomplete).toEqual([]);
      expect(fs.readdirSync(bin)).toEqual(['.gitignore']);
    });

    it('of what an earlier call had to leave behind, too', () => {
      const entry = move();
      fs.mkdirSync(path.join(bin, '.deleting-0123456789abcdef/x'), { recursive: true });
      emptyBin([entry], { handles });
      expect(fs.readdirSync(bin)).toEqual(['.gitignore']);
    });

    it('of nothing else, and an entry that is gone counts as deleted', () => {
      const first = move();
      fs.mkdirSync(directory);
      const second = move();
      emptyBin([first], { handles });
      expect(listBin([sandbox.repository], { handles })).toEqual([second]);
      expect(emptyBin([first], { handles })).toEqual({ deleted: [first], incomplete: [] });
    });

    it('by age: what was removed in the future stays', () => {
      const entry = move();
      const at = (removedAt: number) => ({ ...entry, removedAt });
      const entries = [at(now - 31 * day), at(now - 30 * day), at(now + day), at(NaN)];
      expect(expiredEntries(entries, now, 30 * day)).toEqual([entries[0]]);
      expect(expiredEntries(entries, now, NaN)).toEqual([]);
      expect(expiredEntries(entries, now, -1)).toEqual([]);
      expect(expiredEntries([at(now - 1), at(now)], now, 0)).toEqual([at(now - 1)]);
    });
  });
});
