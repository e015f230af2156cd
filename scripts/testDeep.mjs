#!/usr/bin/env node
/**
 * The long suites, by hand: npm run test:deep [-- NAME …]. They take hours on two cores. ROUNDS repeats those that depend on
 * chance in time (default 1), each with a seed of its own; SEED is the first one. docs/hardening.md says which goal each proves.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
const rounds = Number(process.env.ROUNDS ?? 1);
const firstSeed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const unhurried = ['--testTimeout', '7200000'];

/** Each is Node's arguments, with the environment that makes it long. */
const suites = {
  lines: {
    args: [vitest, 'run', '--config', 'test/fuzz/vitest.config.mjs'],
    env: { FUZZ_LINES: '20000000', FUZZ_RUNS: '50000' },
  },
  inputs: {
    args: [vitest, 'run', 'test/unit/security/fuzzedInputs.test.ts', ...unhurried],
    env: { FUZZ_RUNS: '20000' },
  },
  times: { args: [vitest, 'run', 'test/unit/cli/modificationTimes.test.ts', ...unhurried], isRepeated: true },
  faults: { args: ['test/faults/run.mjs'], isRepeated: true },
  exchange: { args: ['test/races/exchange.mjs'], env: { RACES: '10000' } },
  kill: { args: ['test/races/kill.mjs'], env: { KILLS: '1000' }, isRepeated: true },
  endurance: { args: ['test/bench/workbench.mjs', 'steady', '--minutes', '60'] },
  mutants: { args: ['test/mutants/run.mjs'] },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`deep: no ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

if ((await run(['esbuild.mjs'])) !== 0) process.exit(1);
const table = [];
for (const name of names.length > 0 ? names : Object.keys(suites)) {
  const { args, env = {}, isRepeated = false } = suites[name];
  for (let round = 0; round < (isRepeated ? rounds : 1); round++) {
    const seed = String(firstSeed + round);
    console.log(`\n── ${name}, seed ${seed}`);
    const began = performance.now();
    const code = await run(args, { ...env, SEED: seed, FUZZ_SEED: seed });
    const seconds = Math.round((performance.now() - began) / 1000);
    table.push({ suite: name, seed, seconds, result: code === 0 ? 'passed' : 'FAILED' });
  }
}
console.table(table);
process.exitCode = table.every(({ result }) => result === 'passed') ? 0 : 1;

function run(args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
    child.once('error', reject).once('close', resolve);
  });
}
