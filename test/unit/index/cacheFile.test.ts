import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checksum,
  openCacheFile,
  writeCacheFile,
  type CacheHead,
  type OpenedCache,
} from '../../../src/core/index/cache/cacheFile.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { noModes, skip } from '../../fixtures/skip.ts';

const format = 'format 1\n';
const head: CacheHead = { transient: Buffer.from('transient'), retained: Buffer.from('retained!') };
const preamble = format.length + 32;
let file: string;
let opened: OpenedCache[];

beforeEach(() => {
  file = makeHome().path('cache/deeper/index.bin');
  opened = [];
});
afterEach(() => {
  for (const { cache } of opened) cache.close();
});

function write(...pieces: string[]): OpenedCache | undefined {
  return kept(
    writeCacheFile(file, format, (add) => {
      for (const piece of pieces) add(Buffer.from(piece));
      return head;
    }),
  );
}

function kept(one: OpenedCache | undefined): OpenedCache | undefined {
  if (one !== undefined) opened.push(one);
  return one;
}

const open = (ofFormat = format) => kept(openCacheFile(file, ofFormat));
const bodyOf = (one: OpenedCache | undefined, length: number) => one?.cache.body(0, length)?.toString();
const inFolder = () => fs.readdirSync(path.dirname(file));

describe('a cache file', () => {
  it('gives its head at once, and its body by place and length', () => {
    const written = write('one', 'two');
    expect(written?.head).toEqual(head);
    expect(bodyOf(written, 6)).toBe('onetwo');
    const again = open();
    expect(again?.head).toEqual(head);
    expect(again?.cache.body(3, 3)?.toString()).toBe('two');
    expect(inFolder()).toEqual(['index.bin']);
  });

  it('is laid out as its preamble says', () => {
    write('one');
    const bytes = fs.readFileSync(file);
    expect(bytes.toString('latin1', 0, format.length)).toBe(format);
    const numbers = [0, 8, 16].map((at) => bytes.readDoubleLE(format.length + at));
    expect(numbers).toEqual([preamble + 3, 9, 9]);
    expect(bytes.toString('latin1', preamble)).toBe('onetransientretained!');
  });

  it('holds a body of many megabytes in its order, though the system takes a few bytes at a time', () => {
    const pieces = Array.from({ length: 5 }, (_, i) => `${i}`.repeat(600_000));
    const slowly =
      (original: (...all: unknown[]) => unknown) =>
      (...[fd, bytes, offset, length, at]: unknown[]) =>
        original(fd, bytes, offset, Math.min(Number(length), 100_001), at);
    const written = whereReplaced('writeSync', slowly, () => write(...pieces));
    expect(bodyOf(written, 3_000_000)).toBe(pieces.join(''));
    expect(open()?.head).toEqual(head);
  });

  it('gives no part of the body that cannot be read', () => {
    const { cache } = write('one') ?? expect.unreachable();
    opened = [];
    cache.close();
    expect(cache.body(0, 3)).toBeUndefined();
  });

  it('is for its user alone, and so are the folders that are made for it', skip(noModes), () => {
    write();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.dirname(path.dirname(file))).mode & 0o777).toBe(0o700);
  });
});

describe('no cache is what', () => {
  it('is not there, is no file, or is empty', () => {
    expect(open()).toBeUndefined();
    fs.mkdirSync(file, { recursive: true });
    expect(open()).toBeUndefined();
    fs.rmdirSync(file);
    fs.writeFileSync(file, '');
    expect(open()).toBeUndefined();
  });

  it('has another format, be it of the same beginning', () => {
    write();
    expect(open('format 2\n')).toBeUndefined();
    expect(open('format')).toBeUndefined();
    expect(open()).toBeDefined();
  });

  it('is cut within its preamble, or has more behind its head', () => {
    write();
    const bytes = fs.readFileSync(file);
    for (const length of [format.length, preamble - 1, preamble, bytes.length - 1]) {
      fs.writeFileSync(file, bytes.subarray(0, length));
      expect(open()).toBeUndefined();
    }
    fs.writeFileSync(file, Buffer.concat([bytes, Buffer.from('x')]));
    expect(open()).toBeUndefined();
  });

  /** Puts other numbers into the preamble, with the checksum that fits them. */
  function forge(start: number, transient: number, retained: number): void {
    const bytes = fs.readFileSync(file);
    [start, transient, retained].forEach((number, i) => bytes.writeDoubleLE(number, format.length + 8 * i));
    const numbers = bytes.subarray(format.length, format.length + 24);
    const end = start + transient;
    const sum = checksum(bytes.subarray(end, end + retained), checksum(bytes.subarray(start, end), checksum(numbers)));
    bytes.writeUInt32LE(sum, format.length + 24);
    fs.writeFileSync(file, bytes);
  }

  it('says lengths of parts that do not add up or cannot be', () => {
    write('one');
    const start = preamble + 3;
    forge(start, 9, 9);
    expect(open()?.head).toEqual(head);
    forge(start, 8, 9);
    expect(open()).toBeUndefined();
    forge(start, 8, 10);
    expect(open()?.head.transient.toString()).toBe('transien');
    forge(start + 19, -1, 0);
    expect(open()).toBeUndefined();
    forge(start + 20, -2, 0);
    expect(open()).toBeUndefined();
    forge(start, 19, -1);
    expect(open()).toBeUndefined();
    forge(start - 3, 9, 12);
    expect(open()?.head.retained).toHaveLength(12);
  });

  it('has one bit of the head or the preamble that is another', () => {
    write('one');
    const bytes = fs.readFileSync(file);
    const head = [...bytes.keys()].filter((at) => at < format.length + 28 || at >= preamble + 3);
    const believed = head.filter((at) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      fs.writeFileSync(file, damaged);
      return open() !== undefined;
    });
    expect(believed).toEqual([]);
  });

  it.each([
    ['the file', 0o620, () => file],
    ['the file', 0o602, () => file],
    ['its folder', 0o720, () => path.dirname(file)],
    ['its folder', 0o702, () => path.dirname(file)],
  ] as const)('others may write: %s of mode %o', skip(noModes), (_, mode, place) => {
    write();
    fs.chmodSync(place(), mode);
    expect(open()).toBeUndefined();
    fs.chmodSync(place(), mode & 0o755);
    expect(open()).toBeDefined();
  });

  it(
    'another user owns, the file or its folder',
    skip(process.getuid?.() !== 0 && 'only root gives files away'),
    () => {
      write();
      for (const place of [file, path.dirname(file)]) {
        fs.chownSync(place, 65534, 65534);
        expect(open()).toBeUndefined();
        fs.chownSync(place, 0, 0);
        expect(open()).toBeDefined();
      }
    },
  );
});

describe('where a cache cannot be written', () => {
  it.each(['mkdirSync', 'openSync', 'writeSync', 'fsyncSync', 'renameSync'] as const)(
    'since %s is refused, none is, and nothing is left',
    (call) => {
      expect(whereRefused(call, 'ENOSPC', () => write('one'))).toBeUndefined();
      expect(fs.existsSync(path.dirname(file)) ? inFolder() : []).toEqual([]);
    },
  );

  it('the one before stays', () => {
    write('one');
    expect(whereRefused('fsyncSync', 'ENOSPC', () => write('two'))).toBeUndefined();
    expect(bodyOf(open(), 3)).toBe('one');
    expect(inFolder()).toEqual(['index.bin']);
  });

  it('since it may not take the place of the one before, that one stays', skip(noModes), () => {
    write('one');
    let renames = 0;
    expect(
      whereRefused(
        'renameSync',
        'EPERM',
        () => write('two'),
        () => ++renames === 1,
      ),
    ).toBeUndefined();
    expect(bodyOf(open(), 3)).toBe('one');
  });

  it('since its folder can be written by others, nothing is written', () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (process.platform === 'win32') return;
    fs.chmodSync(path.dirname(file), 0o777);
    expect(write('one')).toBeUndefined();
    expect(inFolder()).toEqual([]);
  });

  it('but by another process that was faster with the folder, it is', () => {
    const faster =
      (original: (...all: unknown[]) => unknown) =>
      (...all: unknown[]) => {
        original(...all);
        return original(...all);
      };
    expect(whereReplaced('mkdirSync', faster, () => write('one'))).toBeDefined();
  });

  it('a left-over that cannot be removed stays', () => {
    write('one');
    const leftOver = `${file}.1.a.tmp`;
    fs.writeFileSync(leftOver, '');
    fs.utimesSync(leftOver, 0, 0);
    expect(whereRefused('rmSync', 'EACCES', () => write('two'))).toBeDefined();
    expect(fs.existsSync(leftOver)).toBe(true);
  });
});

it('of left-overs only files are removed that are named after the cache, by writers that are gone or older than ten minutes', () => {
  write('one');
  // Windows puts aside what is open.
  for (const { cache } of opened.splice(0)) cache.close();
  const own = process.pid;
  // No process has this number.
  const gone = `index.bin.${2 ** 31 - 2}.a.tmp`;
  const names = [
    gone,
    `x.${own}.a.tmp`,
    `index.bin.${own}.a.tmp`,
    `index.bin.${own}.b.tmp`,
    `index.bin.${own}.c`,
    'index.bin2.tmp',
  ];
  for (const name of names) fs.writeFileSync(path.join(path.dirname(file), name), '');
  fs.mkdirSync(path.join(path.dirname(file), `index.bin.${own}.d.tmp`));
  const at = (name: string, minutes: number) => {
    const time = Date.now() / 1000 - minutes * 60;
    fs.utimesSync(path.join(path.dirname(file), name), time, time);
  };
  for (const name of [`x.${own}.a.tmp`, `index.bin.${own}.c`, `index.bin.${own}.d.tmp`, 'index.bin2.tmp']) at(name, 20);
  at(`index.bin.${own}.a.tmp`, 11);
  at(`index.bin.${own}.b.tmp`, 9);
  write('two');
  const left = names.filter((name) => name !== gone && name !== `index.bin.${own}.a.tmp`);
  expect(inFolder().sort()).toEqual([...left, 'index.bin', `index.bin.${own}.d.tmp`].sort());
});

describe('on Windows, which replaces no file that is open', () => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
  beforeEach(() => {
    write('one');
    for (const { cache } of opened.splice(0)) cache.close();
    Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  });
  afterEach(() => {
    Object.defineProperty(process, 'platform', platform);
  });
  /** The nth rename is refused. */
  const refusing = (...refused: number[]) => {
    let n = 0;
    return () => refused.includes(++n);
  };

  it('it is put aside first', () => {
    expect(whereRefused('renameSync', 'EPERM', () => write('two'), refusing(1))).toBeDefined();
    expect(bodyOf(open(), 3)).toBe('two');
    expect(inFolder()).toEqual(['index.bin']);
  });

  it('and comes back where the new one cannot take its place', () => {
    expect(whereRefused('renameSync', 'EPERM', () => write('two'), refusing(1, 3))).toBeUndefined();
    expect(bodyOf(open(), 3)).toBe('one');
    expect(inFolder()).toEqual(['index.bin']);
  });
});

it('a checksum is the same on every machine, and goes on from that of what came before', () => {
  const sums = ['', 'a', 'abcd', 'abcde', 'abcdefgh'].map((text) => checksum(Buffer.from(text)));
  expect(sums).toEqual([0, 1422724091, 3689575170, 2066176790, 2011433078]);
  expect(checksum(Buffer.from('efgh'), checksum(Buffer.from('abcd')))).toBe(2246942634);
  expect(checksum(Buffer.from('xabcd').subarray(1))).toBe(checksum(Buffer.from('abcd')));
});
