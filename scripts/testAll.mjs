#!/usr/bin/env node
/** Builds, then runs all suites and sums them up: npm test. The last line is `N passed, N failed`. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
/** What a suite's last lines say: `12 passed, 1 failed`, or vitest's `Tests  1 failed | 12 passed (13)`. */
const tally = { passed: /(\d+) passed/g, failed: /(\d+) failed/g };

const suites = [
  { name: 'unit', args: [vitest, 'run'] },
  { name: 'integration', args: [path.join('test', 'integration', 'run.mjs')] },
  { name: 'e2e', args: [path.join('test', 'e2e', 'run.mjs')] },
];

const build = await run(['esbuild.mjs']);
if (build.code !== 0) process.exit(1);

const total = { passed: 0, failed: 0 };
for (const { name, args } of suites) {
  console.log(`\n── ${name}`);
  const { code, output } = await run(args);
  const last = (pattern) => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  total.passed += last(tally.passed);
  // A suite that ends badly without a failing test counts as one failure.
  total.failed += code === 0 ? 0 : Math.max(last(tally.failed), 1);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a Node script of the project, passing on what it prints. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('error', reject).once('close', (code) => resolve({ code, output }));
  });
}
