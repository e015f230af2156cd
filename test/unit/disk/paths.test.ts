import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBelow, isInside } from '../../../src/core/disk/paths.ts';

describe('a path on POSIX', () => {
  it.each([
    ['/a/b', '/a'],
    ['/a/b/', '/a/'],
    ['/a/b', '/'],
    ['/a/..b', '/a'],
    ['/a/x/../b', '/a'],
    ['/a/b', '/x/../a'],
  ])('%s lies in %s', (file, folder) => {
    expect([isInside(file, folder, path.posix), isBelow(file, folder, path.posix)]).toEqual([true, true]);
  });

  it.each([
    ['/a', '/a'],
    ['/a/', '/a'],
    ['/a/b/..', '/a'],
    ['/', '/'],
  ])('%s is %s itself: inside, but not below', (file, folder) => {
    expect([isInside(file, folder, path.posix), isBelow(file, folder, path.posix)]).toEqual([true, false]);
  });

  it.each([
    ['/a-b', '/a'],
    ['/a/../b', '/a'],
    ['/', '/a'],
    ['/A/b', '/a'],
    ['a/b', '/a'],
    ['/a/b', 'a'],
    ['a/b', 'a'],
    ['', ''],
  ])('%j is not in %j', (file, folder) => {
    expect([isInside(file, folder, path.posix), isBelow(file, folder, path.posix)]).toEqual([false, false]);
  });
});

describe('a path on Windows', () => {
  it.each([
    ['c:\\Users\\me\\shop', 'C:\\users\\ME'],
    ['C:/Users/me', 'C:\\Users\\'],
    ['C:\\a', 'C:\\'],
    ['\\\\server\\share\\a', '\\\\SERVER\\share'],
  ])('%s lies in %s', (file, folder) => {
    expect([isInside(file, folder, path.win32), isBelow(file, folder, path.win32)]).toEqual([true, true]);
  });

  it('is the folder itself in upper and in lower case', () => {
    expect(isInside('c:\\A', 'C:\\a\\', path.win32)).toBe(true);
    expect(isBelow('c:\\A', 'C:\\a\\', path.win32)).toBe(false);
  });

  it.each([
    ['D:\\a', 'C:\\'],
    ['C:\\a-b', 'C:\\a'],
    ['C:\\a\\..\\b', 'C:\\a'],
    ['C:a', 'C:\\'],
  ])('%s is not in %s', (file, folder) => {
    expect(isInside(file, folder, path.win32)).toBe(false);
  });
});
