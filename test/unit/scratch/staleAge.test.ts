import { describe, expect, it } from 'vitest';
import { binAgeOfSetting, parseAge, staleAgeOfSetting } from '../../../src/core/scratch/staleAge.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('the age of stale scratch as a setting in days', () => {
  it('is used as it stands when it is at least an hour', () => {
    expect(staleAgeOfSetting(7)).toEqual({ maxAgeMs: 7 * day, warning: undefined });
    expect(staleAgeOfSetting(0.5)).toEqual({ maxAgeMs: 12 * hour, warning: undefined });
  });

  it.each([-1, NaN, Infinity, 1e9, '7; rm -rf /', '7', null, undefined, {}, [7]])(
    '%s becomes the default, with a warning',
    (value) => {
      const { maxAgeMs, warning } = staleAgeOfSetting(value);
      expect(maxAgeMs).toBe(7 * day);
      expect(warning).toBeTypeOf('string');
    },
  );

  it.each([0, -0, 0.001])('%s becomes the minimum of an hour, with a warning', (value) => {
    const { maxAgeMs, warning } = staleAgeOfSetting(value);
    expect(maxAgeMs).toBe(hour);
    expect(warning).toBeTypeOf('string');
  });
});

it('keeps removed scratch for the days of the setting, never less than one', () => {
  expect(binAgeOfSetting(30)).toEqual({ maxAgeMs: 30 * day, warning: undefined });
  expect(binAgeOfSetting(1.5)).toEqual({ maxAgeMs: 36 * hour, warning: undefined });
  for (const value of [0, 0.9]) expect(binAgeOfSetting(value)).toMatchObject({ maxAgeMs: day });
  for (const value of [-1, NaN, '30', null]) expect(binAgeOfSetting(value)).toMatchObject({ maxAgeMs: 30 * day });
});

describe('an age on the command line', () => {
  it.each([
    ['90m', 1.5 * hour],
    ['12h', 12 * hour],
    ['7d', 7 * day],
    ['2w', 14 * day],
    ['0d', 0],
  ])('%s is understood', (text, age) => {
    expect(parseAge(text)).toBe(age);
  });

  it.each(['', '7', 'd', '-7d', '7 d', '1.5d', '7D', '7d\n', '9999999d', '999999w', '7; rm -rf /'])(
    '%j is not',
    (text) => {
      expect(parseAge(text)).toBeUndefined();
    },
  );
});
