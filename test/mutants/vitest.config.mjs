import { defineConfig } from 'vitest/config';
import { subjects } from './subjects.mjs';

const { tests } = subjects[process.env.SUBJECT];

export default defineConfig({
  test: {
    globalSetup: './test/unit/temporaryFolder.mjs',
    include: tests.map((one) => (one.endsWith('.ts') ? one : `${one}/**/*.test.ts`)),
    testTimeout: 60_000,
    // What depends on chance is repeated for each mutant: a few rounds each.
    env: { SCRATCH_TREES: '10', FORGED_HEADS: '10' },
  },
});
