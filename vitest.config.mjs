import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,mjs}'],
    globalSetup: './test/unit/temporaryFolder.mjs',
    testTimeout: 20_000,
    // One core would be left idle, and of two that is half.
    maxWorkers: availableParallelism(),
    reporters: ['default', './test/unit/closingLine.mjs'],
  },
});
