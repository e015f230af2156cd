import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  anything,
  either,
  flag,
  list,
  nullish,
  number,
  object,
  oneOf,
  optional,
  shaped,
  text,
} from '../../../src/core/text/schema.ts';

const shape = either(
  object({ type: oneOf('a', 'b'), name: text, on: optional(flag), more: anything }),
  object({
    type: oneOf('c'),
    inner: object({ names: list, note: nullish(text), count: optional(either(text, number)) }),
  }),
);
const schema = z.union([
  z.object({ type: z.enum(['a', 'b']), name: z.string(), on: z.optional(z.boolean()), more: z.optional(z.unknown()) }),
  z.object({
    type: z.literal('c'),
    inner: z.object({
      names: z.array(z.unknown()),
      note: z.optional(z.nullable(z.string())),
      count: z.optional(z.union([z.string(), z.number()])),
    }),
  }),
]);

const leaf = fc.constantFrom<unknown>('a', 'b', 'c', '', 1, Infinity, true, null, undefined, [], {}, ['x'], {
  names: [],
});
const someObject = fc.record(
  {
    type: fc.oneof(fc.constantFrom('a', 'b', 'c'), leaf),
    name: fc.oneof(fc.string({ maxLength: 2 }), leaf),
    on: leaf,
    more: leaf,
    inner: fc.oneof(fc.record({ names: leaf, note: leaf, count: leaf }, { requiredKeys: [] }), leaf),
  },
  { requiredKeys: [] },
);

describe('shapes', () => {
  it('accept what a schema of the same fields accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(someObject, leaf), (value) => {
        const is = shape(value);
        if (is) accepted++;
        expect(is).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 5000, seed: 20260223 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('give the value itself, or nothing', () => {
    const value = { type: 'c', inner: { names: [1] }, other: 1 };
    expect(shaped(shape, value)).toBe(value);
    expect(shaped(shape, { type: 'd' })).toBeUndefined();
    expect(shaped(object({}), [])).toBeUndefined();
  });
});
