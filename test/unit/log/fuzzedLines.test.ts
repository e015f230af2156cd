import { expect, it } from 'vitest';
import { fuzzLines } from '../../fuzz/fuzzLines.ts';

it('twenty thousand mutated lines crash nothing, lose nothing and change no other session', () => {
  const figures = fuzzLines({ lines: 20_000, seed: 20260102 });
  expect(figures.mutated).toBeGreaterThanOrEqual(20_000);
  expect(figures.repaired).toBeGreaterThan(1000);
});
