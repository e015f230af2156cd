import fc from 'fast-check';
import { expect, it } from 'vitest';
import { truthOf } from '../fixtures/logOracle.ts';
import { ownId, pieceSizes, randomLog } from '../fixtures/randomLogs.ts';
import { scannedLog } from '../fixtures/scannedLog.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 5_000) * 4;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

it(`${numRuns} random logs: the scanner agrees with JSON.parse`, { timeout: 3_600_000 }, () => {
  let lines = 0;
  const started = performance.now();
  const property = fc.property(randomLog, pieceSizes, (log, sizes) => {
    const truth = truthOf(log, ownId);
    lines += truth.lines;
    expect(scannedLog(log, ownId, sizes)).toEqual(truth);
  });
  fc.assert(property, { numRuns, seed });
  console.log(`seed ${seed}: ${numRuns} logs, ${lines} lines, ${((performance.now() - started) / 1000).toFixed(1)} s`);
});
