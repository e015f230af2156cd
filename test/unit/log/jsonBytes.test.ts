import { describe, expect, it } from 'vitest';
import { endOfObject, isDeeper } from '../../../src/core/log/jsonBytes.ts';

const deeper = (text: string, levels: number, start = 0, end = text.length) =>
  isDeeper(Buffer.from(text), start, end, levels);

describe('levels', () => {
  it.each([
    ['[[[]]]', 2, true],
    ['[[[]]]', 3, false],
    ['{{{}}}', 2, true],
    ['{[{}]}', 2, true],
    ['[[[]]]', 4, false],
    ['[[],[],[]]', 2, false],
    ['{{},{},{}}', 2, false],
    ['[[][[]]]', 2, true],
    ['[[]]]][[[', 2, false],
    ['}}}}[[[[', 1, false],
    ['"[[[[" []', 1, false],
    ['"\\"[[[[" []', 1, false],
    ['"\\\\" [[[[', 1, true],
    ['[[["', 2, true],
    ['[["[[[[', 2, false],
    ['[[', 1, true],
    ['[[', 2, false],
  ])('of %j are more than %d: %s', (text, levels, expected) => {
    expect(deeper(text, levels)).toBe(expected);
  });

  it('are those between the two places alone', () => {
    expect(deeper('[[[[[]', 2, 2, 6)).toBe(true);
    expect(deeper('[[[[[]', 2, 3, 6)).toBe(false);
    expect(deeper('[[ ][[[', 2, 0, 4)).toBe(false);
    expect(deeper('[[ ][[[', 2, 0, 6)).toBe(true);
  });

  it('are not looked at where there are too few bytes for them', () => {
    expect([deeper('[[[', 2), deeper('[[[ ', 2)]).toEqual([false, true]);
  });
});

describe('an object', () => {
  const endOf = (text: string, start = 0, end = text.length) => endOfObject(Buffer.from(text), start, end);

  it.each([
    ['{}x', 2],
    ['{{}{}}x', 6],
    ['{"}"}x', 5],
    ['{"\\"}"}x', 7],
    ['{"\\\\"}x', 6],
    ['{"a', undefined],
    ['{"a\\"}', undefined],
    ['{{}', undefined],
    ['{', undefined],
  ])('%j ends at %s', (text, expected) => {
    expect(endOf(text)).toBe(expected);
  });

  it('ends before the end that is given, be it in a string', () => {
    expect([endOf('x{}', 1), endOf('{} ', 0, 2), endOf('{} ', 0, 1)]).toEqual([3, 2, undefined]);
    expect(endOf('{"a}"}', 0, 4)).toBeUndefined();
    expect(endOf('{"a"}', 0, 4)).toBeUndefined();
  });
});
