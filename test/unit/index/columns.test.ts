import { expect, it } from 'vitest';
import { joinColumns, splitColumns, textOf } from '../../../src/core/index/cache/columns.ts';

const types = { numbers: Float64Array, small: Uint32Array, text: Uint8Array } as const;
const columns = {
  numbers: Float64Array.of(1, NaN),
  small: Uint32Array.of(7, 8, 9),
  text: Buffer.from('äbc'),
};
/** Three lengths, then 2 doubles, 3 words in 16 bytes, 4 bytes in 8. */
const length = 24 + 16 + 16 + 8;

it('columns are joined, each at a multiple of 8 bytes, and are split again', () => {
  const bytes = joinColumns(columns, types);
  expect(bytes).toHaveLength(length);
  expect([bytes.readDoubleLE(0), bytes.readDoubleLE(8), bytes.readDoubleLE(16)]).toEqual([2, 3, 4]);
  expect(bytes.readUInt32LE(40)).toBe(7);
  expect(bytes.toString('utf8', 56, 60)).toBe('äbc');
  const split = splitColumns(bytes, types);
  expect([...split.numbers]).toEqual([1, NaN]);
  expect([...split.small]).toEqual([7, 8, 9]);
  expect(textOf(split.text, 'utf8')).toBe('äbc');
  expect(textOf(split.text, 'latin1')).toBe('Ã¤bc');
});

it('a column that is a view of others has its own part alone', () => {
  const all = Uint32Array.of(1, 2, 3, 4);
  const split = splitColumns(joinColumns({ ...columns, small: all.subarray(1, 3) }, types), types);
  expect([...split.small]).toEqual([2, 3]);
});

it('columns of no element are there', () => {
  const none = { numbers: new Float64Array(), small: new Uint32Array(), text: new Uint8Array() };
  const bytes = joinColumns(none, types);
  expect(bytes).toHaveLength(24);
  expect(splitColumns(bytes, types)).toEqual(none);
});

it.each<[string, (bytes: Buffer) => Buffer, string]>([
  ['are cut', (bytes) => bytes.subarray(0, -8), 'columns beyond the end'],
  ['are cut within their lengths', (bytes) => bytes.subarray(0, 16), 'columns beyond the end'],
  ['have more behind them', (bytes) => Buffer.concat([bytes, Buffer.alloc(8)]), 'more bytes than columns'],
  ['say no number of elements', (bytes) => bytes.fill(0xff, 16, 24), 'columns beyond the end'],
  ['say fewer elements', (bytes) => bytes.fill(0, 16, 24), 'more bytes than columns'],
])('bytes that %s are no columns', (_, change, message) => {
  expect(() => splitColumns(change(joinColumns(columns, types)), types)).toThrow(new RangeError(message));
});
