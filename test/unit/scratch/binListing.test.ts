/** What the bin lists, what it sweeps, and where it is made. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory, type DirectoryHandle } from '../../../src/core/disk/directoryHandle.ts';
import { listBin, openBinFor, reconcileBins, withBin } from '../../../src/core/scratch/bin.ts';
import { makeSandbox, noMounts, sessionA, sessionB, type Sandbox } from '../../fixtures/scratchTree.ts';
import { skip } from '../../fixtures/skip.ts';

let sandbox: Sandbox;
let bin: string;
beforeEach(() => {
  sandbox = makeSandbox();
  bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
  fs.mkdirSync(bin, { recursive: true });
});
afterEach(() => {
  sandbox.remove();
});

const entries = {
  old: `20260101T000000Z-${sessionA}-00000003`,
  newB: `20260201T000000Z-${sessionB}-00000002`,
  newA: `20260201T000000Z-${sessionA}-00000004`,
};
const manifest = (fields: object) =>
  JSON.stringify({
    version: 1,
    sessionId: sessionA,
    path: `.erk/scratch/sessions/${sessionA}`,
    removedAt: 0,
    mode: 0o700,
    dev: '1',
    ino: '2',
    files: 3,
    bytes: 4,
    ...fields,
  });

describe('the list of the bin', () => {
  it('has the newest first, those of one second by their names', () => {
    const newest = `20260301T000000Z-${sessionB}-00000001`;
    const wanted = [newest, entries.newA, entries.newB, entries.old];
    // Some file systems list what was made last first, some by the names, some as they like.
    for (const made of [
      [2, 0, 3, 1],
      [1, 3, 0, 2],
      [0, 1, 2, 3],
      [3, 2, 1, 0],
    ]) {
      for (const n of made) fs.mkdirSync(path.join(bin, wanted[n] ?? ''));
      expect(listBin([sandbox.repository]).map(({ entry }) => entry)).toEqual(wanted);
      for (const name of wanted) fs.rmdirSync(path.join(bin, name));
    }
  });

  it('says of one without a manifest what its name says: its place is the current one', () => {
    fs.mkdirSync(path.join(bin, entries.old));
    expect(listBin([sandbox.repository])).toEqual([
      {
        entry: entries.old,
        toplevel: sandbox.repository,
        binBase: ['.erk', '.session-scope-bin'],
        sessionId: sessionA,
        base: ['.erk', 'scratch', 'sessions'],
        name: sessionA,
        path: path.join(sandbox.repository, '.erk/scratch/sessions', sessionA),
        removedAt: Date.UTC(2026, 0, 1),
        files: undefined,
        bytes: undefined,
      },
    ]);
  });

  it('knows the place of one that a pattern of the settings took, as long as the settings have it', () => {
    fs.mkdirSync(path.join(bin, entries.old));
    fs.writeFileSync(path.join(bin, `${entries.old}.json`), manifest({ path: `tmp/agents/${sessionA}.restored-2` }));
    const [known] = listBin([sandbox.repository], { patterns: [['tmp', 'agents']] });
    expect(known).toMatchObject({ base: ['tmp', 'agents'], name: `${sessionA}.restored-2`, files: 3, bytes: 4 });
    expect(known?.path).toBe(path.join(sandbox.repository, 'tmp/agents', `${sessionA}.restored-2`));
    const [unknown] = listBin([sandbox.repository]);
    expect(unknown).toMatchObject({ base: undefined, path: undefined, name: `${sessionA}.restored-2` });
  });

  it('has those of a bin that a pattern has of its own', () => {
    fs.mkdirSync(path.join(sandbox.repository, 'tmp/agents/.session-scope-bin', entries.old), { recursive: true });
    expect(listBin([sandbox.repository])).toEqual([]);
    const [entry] = listBin([sandbox.repository], { patterns: [['tmp', 'agents']] });
    expect(entry?.binBase).toEqual(['tmp', 'agents', '.session-scope-bin']);
  });

  it('has those of two patterns that have the same letters', () => {
    const patterns = [
      ['tm', 'pa'],
      ['tmp', 'a'],
    ];
    for (const names of patterns)
      fs.mkdirSync(path.join(sandbox.repository, ...names, '.session-scope-bin', entries.old), { recursive: true });
    expect(listBin([sandbox.repository], { patterns }).map(({ binBase }) => binBase.slice(0, 2))).toEqual(patterns);
  });

  it('has none of a bin that is a link, nor of a tree that is', () => {
    fs.mkdirSync(path.join(bin, entries.old));
    fs.renameSync(bin, path.join(sandbox.base, 'away'));
    fs.symlinkSync(path.join(sandbox.base, 'away'), bin);
    expect(listBin([sandbox.repository])).toEqual([]);
    fs.symlinkSync(sandbox.repository, path.join(sandbox.base, 'link'));
    expect(listBin([path.join(sandbox.base, 'link'), path.join(sandbox.base, 'gone')])).toEqual([]);
  });
});

it('what is done with a bin gives its result; a name that is none of a bin opens nothing', () => {
  expect(withBin(sandbox.repository, ['.erk', '.session-scope-bin'], undefined, ({ folder }) => folder.path)).toBe(bin);
  expect(withBin(sandbox.repository, ['.erk'], undefined, () => 'done')).toBeUndefined();
  expect(withBin(sandbox.repository, ['no', '.session-scope-bin'], undefined, () => 'done')).toBeUndefined();
  expect(withBin(path.join(sandbox.base, 'gone'), ['.session-scope-bin'], undefined, () => 'done')).toBeUndefined();
});

describe('a sweep', () => {
  const minute = 60_000;
  const then = Date.UTC(2026, 0, 1);
  /** Made at that time. */
  const dated = (...places: string[]) => {
    for (const place of places) fs.utimesSync(place, then / 1000, then / 1000);
  };

  it('removes a manifest alone whose directory never came, after a minute, on either side of its time', () => {
    const alone = path.join(bin, `${entries.old}.json`);
    for (const end of [then + minute, then - minute]) {
      fs.writeFileSync(alone, '');
      dated(alone);
      for (const now of [then, end]) {
        reconcileBins([sandbox.repository], now);
        expect(fs.existsSync(alone)).toBe(true);
      }
      reconcileBins([sandbox.repository], end + Math.sign(end - then));
      expect(fs.existsSync(alone)).toBe(false);
    }
  });

  it('leaves a manifest that has its directory, and what is no manifest', () => {
    fs.mkdirSync(path.join(bin, entries.old));
    const others = [`${entries.old}.json`, 'notes', 'notes.json', 'undefined.json'];
    for (const name of others) fs.writeFileSync(path.join(bin, name), '');
    reconcileBins([sandbox.repository], Date.now() + 10 * minute);
    expect(fs.readdirSync(bin).sort()).toEqual([entries.old, ...others]);
  });

  it('leaves a directory of a working tree that holds nothing', () => {
    fs.mkdirSync(path.join(bin, entries.old));
    reconcileBins([sandbox.repository], Date.now() + 10 * minute);
    expect(fs.readdirSync(bin)).toEqual([entries.old]);
  });

  it("removes from a client's bin a directory of its own that holds nothing, after a minute, and its manifest", () => {
    const clients = path.join(sandbox.repository, '.session-scope-bin');
    fs.mkdirSync(path.join(clients, entries.newA), { recursive: true });
    fs.mkdirSync(path.join(clients, entries.old));
    fs.mkdirSync(path.join(clients, 'by-hand'));
    fs.writeFileSync(path.join(clients, entries.newB), '');
    fs.writeFileSync(path.join(clients, `${entries.old}.json`), '');
    fs.writeFileSync(path.join(clients, entries.newA, 'a.output'), '');
    const all = fs.readdirSync(clients).sort();
    dated(...all.map((name) => path.join(clients, name)));
    for (const now of [then + minute, then - minute]) reconcileBins([sandbox.repository], now);
    expect(fs.readdirSync(clients).sort()).toEqual(all);
    reconcileBins([sandbox.repository], then + minute + 1);
    expect(fs.readdirSync(clients).sort()).toEqual([entries.newA, entries.newB, 'by-hand'].sort());
  });

  it("removes an empty directory of a client's bin from the future, too", () => {
    const empty = path.join(sandbox.repository, '.session-scope-bin', entries.old);
    fs.mkdirSync(empty, { recursive: true });
    dated(empty);
    reconcileBins([sandbox.repository], then - minute - 1);
    expect(fs.existsSync(empty)).toBe(false);
  });
});

describe('the place of a bin', () => {
  const base = ['.erk', 'scratch', 'sessions'];
  const opened = (location: string): DirectoryHandle => {
    const folder = openDirectory(location);
    if (typeof folder === 'string') throw new Error(folder);
    return folder;
  };
  const place = (...places: [] | [readonly (readonly string[])[]]) => {
    const top = opened(sandbox.repository);
    const folder = opened(path.join(sandbox.repository, ...base));
    try {
      const found = openBinFor(top, folder, base, ...places);
      if (typeof found === 'string') return found;
      found.folder.close();
      return found;
    } finally {
      folder.close();
      top.close();
    }
  };
  beforeEach(() => {
    fs.mkdirSync(path.join(sandbox.repository, ...base), { recursive: true });
  });
  const second = () => path.join(sandbox.repository, ...base, '.session-scope-bin');
  const tmpfsAt = (location: string) => {
    fs.mkdirSync(location, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', location]);
  };

  it('is the first that can be opened, made for its user alone and kept out of git', () => {
    fs.rmdirSync(bin);
    expect(place()).toMatchObject({ toplevel: sandbox.repository, binBase: ['.erk', '.session-scope-bin'] });
    if (process.platform !== 'win32') expect(fs.statSync(bin).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(bin, '.gitignore'), 'utf8')).toBe('*\n');
    expect(fs.existsSync(second())).toBe(false);
  });

  it('is among those that are given alone; none of them: it cannot be used', () => {
    expect(place([['.session-scope-bin']])).toMatchObject({ binBase: ['.session-scope-bin'] });
    expect(fs.existsSync(second())).toBe(false);
    expect(place([['no', '.session-scope-bin']])).toBe('bin-unusable');
  });

  it('is never on another file system, and no folder is made there', skip(noMounts()), () => {
    tmpfsAt(path.join(sandbox.repository, ...base));
    expect(place()).toMatchObject({ binBase: [...base, '.session-scope-bin'] });
    expect(fs.readdirSync(bin)).toEqual([]);
  });

  it('is none where the first lies on another file system and the second is a mount', skip(noMounts()), () => {
    tmpfsAt(path.join(sandbox.repository, ...base));
    tmpfsAt(second());
    expect(place()).toBe('other-file-system');
  });

  it('is none where both are mounts, and that is said', skip(noMounts()), () => {
    tmpfsAt(bin);
    tmpfsAt(second());
    expect(place()).toBe('other-file-system');
    execFileSync('umount', [bin]);
    fs.rmdirSync(bin);
    fs.symlinkSync(sandbox.outside, bin);
    expect(place()).toBe('bin-unusable');
  });
});
