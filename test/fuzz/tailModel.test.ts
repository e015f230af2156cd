import fc from 'fast-check';
import { expect, it } from 'vitest';
import { history, live } from './tailModel.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 5_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

it(`${numRuns} random histories: a following index says what a cold one says`, { timeout: 3_600_000 }, () => {
  let steps = 0;
  const started = performance.now();
  const property = fc.property(history, (one) => {
    steps += one.length;
    live(one);
  });
  fc.assert(property, { numRuns, seed });
  console.log(
    `seed ${seed}: ${numRuns} histories, ${steps} steps, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  expect(steps).toBeGreaterThan(numRuns);
});
