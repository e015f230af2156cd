import { expect, it } from 'vitest';
import { fuzzLines } from './fuzzLines.ts';

const lines = Number(process.env.FUZZ_LINES ?? 2_000_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

it(`${lines} mutated lines crash nothing, lose nothing and change no other session`, { timeout: 3_600_000 }, () => {
  const started = performance.now();
  const figures = fuzzLines({ lines, seed });
  const { mutated, whole, repaired, damagedLines, slowestLogMs } = figures;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `seed ${seed}: ${mutated} mutated lines, ${whole} whole ones shown, ${repaired} repaired, ${damagedLines} damaged, slowest log ${slowestLogMs.toFixed(0)} ms, ${seconds} s`,
  );
  expect(figures.mutated).toBeGreaterThanOrEqual(lines);
});
