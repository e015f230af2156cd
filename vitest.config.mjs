import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,mjs}'],
    globalSetup: './test/unit/temporaryFolder.mjs',
    testTimeout: 20_000,
    reporters: ['default', './test/unit/closingLine.mjs'],
  },
});
