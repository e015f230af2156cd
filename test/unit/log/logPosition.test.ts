import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { isSameLog, signatureOf, type LogPosition } from '../../../src/core/log/logPosition.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const bytes = Buffer.from(Array.from({ length: 600 }, (_, i) => 97 + (i % 23)));

/** Whether a file is the log that was read up to `offset`, after these changes. */
function isSame(offset: number, changed: (bytes: Buffer) => Buffer, known: Partial<LogPosition> = {}): boolean {
  const file = makeHome().write('log.jsonl', bytes);
  const { dev, ino } = fs.statSync(file);
  const read = (from: number, length: number) => bytes.subarray(from, from + length);
  const signature = signatureOf(offset, bytes.subarray(0, 256), read);
  const now = changed(Buffer.from(bytes));
  fs.writeFileSync(file, now);
  const fd = fs.openSync(file, 'r');
  try {
    const position = { dev, ino, offset, lines: 1, signature, ...known };
    return isSameLog(fd, fs.fstatSync(fd), position, now.subarray(0, 256));
  } finally {
    fs.closeSync(fd);
  }
}

const at = (place: number) => (all: Buffer) => {
  all[place] = 0x21;
  return all;
};

it('a file that only grew behind what was read is the same log', () => {
  expect(isSame(300, (all) => all)).toBe(true);
  expect(isSame(300, (all) => Buffer.concat([all, Buffer.from('more')]))).toBe(true);
  expect(isSame(300, (all) => all.subarray(0, 300))).toBe(true);
  expect(isSame(300, at(300))).toBe(true);
});

it('one that is shorter, on another device or another inode is not', () => {
  expect(isSame(300, (all) => all.subarray(0, 299))).toBe(false);
  expect(isSame(300, (all) => all, { dev: -1 })).toBe(false);
  expect(isSame(300, (all) => all, { ino: -1 })).toBe(false);
});

it('one of which nothing was read is not', () => {
  expect(isSame(0, (all) => all)).toBe(false);
});

it('its first 256 bytes and the 32 before the offset tell, and none between', () => {
  for (const place of [0, 255, 468, 499]) expect([place, isSame(500, at(place))]).toEqual([place, false]);
  for (const place of [256, 467, 500]) expect([place, isSame(500, at(place))]).toEqual([place, true]);
});

it('of a log that is shorter than that all of it tells, and nothing behind', () => {
  expect([0, 9].map((place) => isSame(10, at(place)))).toEqual([false, false]);
  expect(isSame(10, at(10))).toBe(true);
});
