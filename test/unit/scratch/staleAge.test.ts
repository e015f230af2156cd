import { describe, expect, it } from 'vitest';
import { binAgeOfSetting, parseAge, staleAgeOfSetting } from '../../../src/core/scratch/staleAge.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('the age of stale scratch as a setting in days', () => {
  it('is used as it stands when it is at least an hour', () => {
    expect(staleAgeOfSetting(7)).toEqual({ maxAgeMs: 7 * day, warning: undefined });
    expect(staleAgeOfSetting(0.5)).toEqual({ maxAgeMs: 12 * hour, warning: undefined });
    expect(staleAgeOfSetting(1 / 24)).toEqual({ maxAgeMs: hour, warning: undefined });
    expect(staleAgeOfSetting(36_500)).toEqual({ maxAgeMs: 36_500 * day, warning: undefined });
  });

  it.each([-1, NaN, Infinity, 1e9, '7; rm -rf /', '7', null, undefined, {}, [7]])(
    '%s becomes the default, with a warning',
    (value) => {
      expect(staleAgeOfSetting(value)).toEqual({
        maxAgeMs: 7 * day,
        warning: 'The age of stale scratch is not a number of days: 7 days are used.',
      });
    },
  );

  it.each([0, -0, 0.001])('%s becomes the minimum of an hour, with a warning', (value) => {
    expect(staleAgeOfSetting(value)).toEqual({
      maxAgeMs: hour,
      warning: 'The age of stale scratch is too short: one hour is used.',
    });
  });
});

it('keeps removed scratch for the days of the setting, never less than one', () => {
  expect(binAgeOfSetting(30)).toEqual({ maxAgeMs: 30 * day, warning: undefined });
  expect(binAgeOfSetting(1.5)).toEqual({ maxAgeMs: 36 * hour, warning: undefined });
  expect(binAgeOfSetting(1)).toEqual({ maxAgeMs: day, warning: undefined });
  expect(binAgeOfSetting(36_500)).toEqual({ maxAgeMs: 36_500 * day, warning: undefined });
  const short = { maxAgeMs: day, warning: 'The age of the bin is too short: one day is used.' };
  for (const value of [0, 0.9]) expect(binAgeOfSetting(value)).toEqual(short);
  const odd = { maxAgeMs: 30 * day, warning: 'The age of the bin is not a number of days: 30 days are used.' };
  for (const value of [-1, NaN, '30', null, 36_501]) expect(binAgeOfSetting(value)).toEqual(odd);
});

describe('an age on the command line', () => {
  it.each([
    ['90m', 1.5 * hour],
    ['12h', 12 * hour],
    ['7d', 7 * day],
    ['2w', 14 * day],
    ['0d', 0],
    ['36500d', 36_500 * day],
  ])('%s is understood', (text, age) => {
    expect(parseAge(text)).toBe(age);
  });

  it.each(['', '7', 'd', '-7d', '7 d', '1.5d', '7D', '7d\n', '9999999d', '36501d', '999999w', '7; rm -rf /'])(
    '%j is not',
    (text) => {
      expect(parseAge(text)).toBeUndefined();
    },
  );
});
