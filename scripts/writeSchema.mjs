#!/usr/bin/env node
/**
 * Writes the contract as JSON Schema: for the npm package, and at a release for those to come, which may only add to
 * it:
 *
 *   node scripts/writeSchema.mjs schema/released.json
 */
import { writeFileSync } from 'node:fs';
import esbuild from 'esbuild';

const [file] = process.argv.slice(2);
if (!file) throw new Error('writeSchema.mjs takes the file to write.');
const { outputFiles } = await esbuild.build({
  entryPoints: ['src/contract/jsonSchema.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { contractSchema } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
writeFileSync(file, `${JSON.stringify(contractSchema())}\n`);
