import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseJson, parseJsonObject } from '../../../src/core/text/parseJson.ts';
import {
  array,
  boolean,
  count,
  literal,
  maxLength,
  nullish,
  number,
  object,
  optional,
  record,
  safeParse,
  string,
  tuple,
  union,
  unknown,
} from '../../../src/core/text/schema.ts';

const ours = union(
  object({ type: literal('a', 'b'), name: string, on: optional(boolean), more: unknown }),
  object({
    type: literal('c'),
    inner: object({ names: array(unknown), note: nullish(string), count: optional(union(string, number)) }),
  }),
  object({ type: literal('d'), by: record(maxLength(1)), left: count, pairs: array(string) }),
);
const zods = z.union([
  z.object({ type: z.enum(['a', 'b']), name: z.string(), on: z.optional(z.boolean()), more: z.optional(z.unknown()) }),
  z.object({
    type: z.literal('c'),
    inner: z.object({
      names: z.array(z.unknown()),
      note: z.optional(z.nullable(z.string())),
      count: z.optional(z.union([z.string(), z.number()])),
    }),
  }),
  z.object({
    type: z.literal('d'),
    by: z.record(z.string(), z.string().check(z.maxLength(1))),
    left: z.int().check(z.minimum(0)),
    pairs: z.array(z.string()),
  }),
]);

const leaf = fc.constantFrom<unknown>(
  'a',
  'bb',
  'c',
  '',
  1,
  -1,
  1.5,
  2 ** 53,
  Infinity,
  NaN,
  true,
  null,
  undefined,
  {},
);
const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(fc.constantFrom('x', 'y'), leaf));
const someObject = fc.record(
  {
    type: fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), leaf),
    name: fc.oneof(fc.string({ maxLength: 2 }), leaf),
    on: leaf,
    more: leaf,
    inner: fc.oneof(fc.record({ names: value, note: leaf, count: leaf }, { requiredKeys: [] }), leaf),
    by: value,
    left: fc.oneof(fc.nat(3), leaf),
    pairs: value,
  },
  { requiredKeys: [] },
);

describe('a schema', () => {
  it('accepts exactly what the zod schema of the same names accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(someObject, value), (input) => {
        const isOurs = ours(input);
        if (isOurs) accepted++;
        expect(isOurs).toBe(zods.safeParse(input).success);
      }),
      { numRuns: 10_000, seed: 20260223 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('that accepts a value gives the value itself, unnamed fields included', () => {
    const input = { type: 'c', inner: { names: [1] }, other: 1 };
    expect(safeParse(ours, input)).toBe(input);
  });

  it('that rejects a value gives undefined', () => {
    expect(safeParse(ours, { type: 'e' })).toBeUndefined();
  });

  it.each([[[]], [null], ['{}'], [undefined]])('of an object rejects %j', (input) => {
    expect(safeParse(object({}), input)).toBeUndefined();
  });

  it('of a tuple accepts an array that goes on after it, and rejects one that ends before', () => {
    const pair = tuple(string, number);
    expect([pair(['a', 1]), pair(['a', 1, true]), pair(['a']), pair([1, 'a'])]).toEqual([true, true, false, false]);
  });
});

describe('JSON text', () => {
  it('that is valid gives its value, from a string and from UTF-8', () => {
    expect(parseJson('{"a":"\u00e4"}')).toEqual({ a: '\u00e4' });
    expect(parseJson(Buffer.from('["\u00e4"]'))).toEqual(['\u00e4']);
    expect(parseJson('null')).toBeNull();
  });

  it.each([undefined, '', '{"a":', 'undefined', Buffer.of(0xff), '['.repeat(100_000)])(
    'that is no JSON gives undefined (%#)',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );

  it('is an object only when its value is one', () => {
    expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 });
    expect(['[]', 'null', '"a"', '1', '{'].map((text) => parseJsonObject(text))).toEqual(Array(5).fill(undefined));
  });
});
