#!/usr/bin/env node
/** Builds, then runs all suites and sums them up: npm test. The last line is `N passed, N failed, N skipped`. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
/** How each suite ends. */
const closingLine = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

const suites = [
  { name: 'unit', args: [vitest, 'run'] },
  { name: 'integration', args: [path.join('test', 'integration', 'run.mjs')] },
  { name: 'e2e', args: [path.join('test', 'e2e', 'run.mjs')] },
];

const build = await run(['esbuild.mjs']);
if (build.code !== 0) process.exit(1);

const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, args } of suites) {
  console.log(`\n── ${name}`);
  const { code, output } = await run(args);
  const [passed, failed, skipped] = ([...output.matchAll(closingLine)].at(-1)?.slice(1) ?? [0, 0, 0]).map(Number);
  total.passed += passed;
  // A suite that ends badly without a failing test, or that does not end as suites end, counts as one failure.
  total.failed += code === 0 && passed + skipped > 0 ? failed : Math.max(failed, 1);
  total.skipped += skipped;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
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
