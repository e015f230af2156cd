import { defineConfig } from 'vitest/config';

/** Long random runs, by hand: `npm run test:fuzz`. FUZZ_SEED repeats one, FUZZ_LINES and FUZZ_RUNS say how long. */
export default defineConfig({
  test: { include: ['test/fuzz/**/*.test.ts'], fileParallelism: false },
});
