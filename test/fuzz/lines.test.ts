import { expect, it } from 'vitest';
import { fuzzLines } from './fuzzLines.ts';

const lines = Number(process.env.FUZZ_LINES ?? 2_000_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

it(`${lines} mutated lines crash nothing, lose nothing and change no other session`, { timeout: 3_600_000 }, () => {
  const started = performance.now();
  const figures = fuzzLines({ lines, seed });
  console.log(figures, `${((performance.now() - started) / 1000).toFixed(1)} s`);
  expect(figures.mutated).toBeGreaterThanOrEqual(lines);
});
