import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keptLines, linesOf } from '../../../src/core/text/lineDiff.ts';

it('lines of a text are the text again, each with its line feed', () => {
  expect(linesOf('a\n\nb')).toEqual(['a\n', '\n', 'b']);
  expect(linesOf('')).toEqual([]);
});

it('kept lines are the same lines in the same order, and as many as two texts have in common', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const kept = [...(keptLines(before, after) ?? [])].map((from, at) => [from, at] as const);
      const pairs = kept.filter(([from]) => from !== -1);
      for (const [from, at] of pairs) expect(before[from]).toBe(after[at]);
      const places = pairs.map(([from]) => from);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      expect(pairs.length).toBe(longestCommon(before, after));
    }),
    { numRuns: 2000 },
  );
});

it('too many different lines are not aligned', () => {
  const numbered = (word: string) => Array.from({ length: 1500 }, (_, at) => `${word} ${at}`);
  expect(keptLines(numbered('a'), numbered('b'))).toBeUndefined();
  expect(keptLines(numbered('a'), [])?.length).toBe(0);
});

/** By the definition, a table of all pairs of beginnings. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const rows = [new Array<number>(b.length + 1).fill(0)];
  for (const [x, one] of a.entries()) {
    const row = [0];
    for (const [y, other] of b.entries()) {
      row.push(one === other ? (rows[x]?.[y] ?? 0) + 1 : Math.max(row[y] ?? 0, rows[x]?.[y + 1] ?? 0));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
