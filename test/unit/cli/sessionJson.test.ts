import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/cli/answers.ts';
import { isoTimeText } from '../../../src/cli/isoTimeText.ts';
import { sessionJson, sessionTexts } from '../../../src/cli/sessionJson.ts';
import type { SessionRow } from '../../../src/core/model.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';

/** Any text, and often what a terminal obeys, JSON escapes or UTF-8 cannot hold. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '\u001b', '\u007f', '\u009b', '\u061c', '\u200e', '\u2028'),
  }),
  fc.string({ unit: fc.constantFrom('日', '🦦', '\ud83e', '\udda6', '\u2066', '\u202e', '\ufeff', 'é', '~', ' ') }),
);
const lastTime = 8.64e15;
const anyTime = fc.oneof(
  fc.integer({ min: -lastTime, max: lastTime }),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 3) }),
  fc.double({ min: -1e13, max: 1e13, noNaN: true }),
);
const count = fc.nat({ max: 1000 });
const orNothing = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined });

const anyRow: fc.Arbitrary<SessionRow> = fc.record({
  sessionId: fc.constantFrom(sessionA, sessionB),
  title: orNothing(anyText),
  titleSource: fc.constant('prompt' as const),
  cwds: fc.array(anyText, { maxLength: 2 }),
  branch: orNothing(anyText),
  firstActivity: orNothing(anyTime),
  lastActivity: orNothing(anyTime),
  state: orNothing(fc.constantFrom('running', 'busy', 'idle', 'waiting')),
  slugs: fc.array(anyText, { maxLength: 3 }),
  plans: count,
  agents: count,
  scratch: count,
  root: fc.constant('/root'),
  logs: fc.constant([]),
});

describe('the text of a list of sessions', () => {
  it('is what JSON makes of all its rows, whatever is in them', () => {
    const property = fc.property(fc.array(anyRow, { maxLength: 5 }), (rows) => {
      expect([...sessionTexts(rows)].join('')).toBe(`${toJson(rows.map(sessionJson))}\n`);
    });
    fc.assert(property, { numRuns: 2_000, seed: 20261128 });
  });

  it('of none is an empty list', () => {
    expect([...sessionTexts([])]).toEqual(['[]\n']);
  });
});

describe('the text of a time', () => {
  it('is that of a Date', () => {
    const property = fc.property(fc.array(anyTime), (times) => {
      for (const time of times) expect(isoTimeText(time)).toBe(new Date(time).toISOString());
    });
    fc.assert(property, { numRuns: 2_000, seed: 20261128 });
  });

  it.each<[number, string]>([
    [0, '1970-01-01T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [Date.UTC(2024, 1, 29, 23, 59, 59, 9), '2024-02-29T23:59:59.009Z'],
    [Date.UTC(2024, 1, 29, 0, 0, 1, 90), '2024-02-29T00:00:01.090Z'],
    [Date.UTC(9999, 11, 31, 23, 59, 59, 999), '9999-12-31T23:59:59.999Z'],
    [Date.UTC(10000, 0, 1), '+010000-01-01T00:00:00.000Z'],
  ])('%d is %s', (time, text) => {
    expect([isoTimeText(time), isoTimeText(time)]).toEqual([text, text]);
  });

  it('is none where a Date has none', () => {
    expect(() => isoTimeText(lastTime + 1)).toThrow(RangeError);
    expect(() => isoTimeText(NaN)).toThrow(RangeError);
  });
});
