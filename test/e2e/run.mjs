#!/usr/bin/env node
/**
 * Uses the packed extension as a person would: in a real workbench, by mouse and keyboard.
 *
 *   node test/e2e/run.mjs [--only NAME] [--shots] [--vsix FILE]
 *
 * --only   runs NAME.e2e.mjs alone
 * --shots  takes the screenshots for media/screenshots/; else they are in dist/test/e2e/ until the next run
 * --vsix   takes this package in place of a newly built one
 *
 * Each scenario gets a workbench and a demo home of its own. A step that fails ends its scenario.
 */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { packExtension } from '../../scripts/vsix.mjs';
import { ensureToolchain, isSupportedPlatform } from '../harness/lib/toolchain.mjs';
import { playScenario } from './scenario.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string' }, shots: { type: 'boolean', default: false }, vsix: { type: 'string' } },
});
const here = path.dirname(fileURLToPath(import.meta.url));

const names = readdirSync(here)
  .filter((name) => name.endsWith('.e2e.mjs') && (!values.only || name === `${values.only}.e2e.mjs`))
  .sort();
if (names.length === 0) throw new Error(`There is no scenario ${values.only}`);

if (!isSupportedPlatform()) {
  console.log('skipped: the workbench of the test harness runs on Linux x64 only');
  console.log(`0 passed, 0 failed, ${names.length} skipped`);
  process.exit(0);
}

ensureToolchain();
const vsix = values.vsix ?? packExtension();
const shots = path.join(here, '..', '..', values.shots ? 'media/screenshots' : 'dist/test/e2e');
if (!values.shots) rmSync(shots, { recursive: true, force: true });
const total = { passed: 0, failed: 0 };
for (const name of names) {
  const scenario = await import(pathToFileURL(path.join(here, name)).href);
  const { passed, failed } = await playScenario(scenario, { vsix, shots });
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, 0 skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
