#!/usr/bin/env node
/**
 * The long suites, by hand, one after the other: npm run test:deep [-- --only NAME[,NAME]] [--quick]. All of them take
 * a day on two cores; `--quick` runs each to its end with small numbers, half an hour. What depends on chance prints
 * its seed, and SEED repeats it; ROUNDS says how often a suite is repeated that depends on chance in time. The last
 * lines are one a figure. docs/hardening.md says which goal each proves.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } },
});
const firstSeed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const vitest = [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--disable-console-intercept=true'];
const unhurried = ['--testTimeout', '7200000'];
const fuzz = [...vitest, '--config', 'test/fuzz/vitest.config.mjs'];
const seeded = /^seed \d+: .*/gm;

/**
 * Each is Node's arguments; the environment that makes it long, and that which makes it quick; how often it is
 * repeated; and the lines of its output that are its figures.
 *
 * @type {Record<string, { args: string[], quickArgs?: string[], long?: object, quick?: object, rounds?: number,
 * figures: RegExp }>}
 */
const suites = {
  lines: {
    args: [...fuzz, 'lines.test'],
    long: { FUZZ_LINES: '20000000' },
    quick: { FUZZ_LINES: '100000' },
    figures: seeded,
  },
  scanner: {
    args: [...fuzz, 'lineScanner'],
    long: { FUZZ_RUNS: '50000' },
    quick: { FUZZ_RUNS: '200' },
    figures: seeded,
  },
  histories: {
    args: [...fuzz, 'tailModel'],
    long: { FUZZ_RUNS: '50000' },
    quick: { FUZZ_RUNS: '200' },
    figures: seeded,
  },
  inputs: {
    args: [...vitest, 'test/unit/security/fuzzedInputs.test.ts', ...unhurried],
    long: { FUZZ_RUNS: '20000' },
    quick: { FUZZ_RUNS: '100' },
    figures: /^\d+ passed, .*/gm,
  },
  times: {
    args: [...vitest, 'test/unit/cli/modificationTimes.test.ts', ...unhurried],
    rounds: 5,
    figures: /^\d+ passed, .*/gm,
  },
  faults: {
    args: ['test/faults/run.mjs'],
    quick: { APPENDS: '10000', KILLS: '20', CHANGES: '60' },
    rounds: 20,
    figures: /^faults: (?!SEED).*/gm,
  },
  exchange: {
    args: ['test/races/exchange.mjs'],
    long: { RACES: '10000' },
    quick: { RACES: '100' },
    figures: /^exchange: .*/gm,
  },
  outputs: {
    args: ['test/races/outputs.mjs'],
    long: { RACES: '10000' },
    quick: { RACES: '100' },
    figures: /^outputs: .*/gm,
  },
  kill: {
    args: ['test/races/kill.mjs'],
    long: { KILLS: '1000' },
    quick: { KILLS: '50' },
    rounds: 3,
    figures: /^kill: .*/gm,
  },
  endurance: {
    args: ['test/bench/workbench.mjs', 'steady', '--minutes', '10'],
    quickArgs: ['test/bench/workbench.mjs', 'steady', '--minutes', '1'],
    figures: /^ {2}\w.*/gm,
  },
  scale: {
    args: ['test/bench/scale.mjs'],
    quickArgs: ['test/bench/scale.mjs', '--sessions', '200,2000', '--rounds', '1'],
    figures: /^scale: .*/gm,
  },
  mutants: {
    args: ['test/mutants/run.mjs'],
    quickArgs: ['test/mutants/run.mjs', 'escaping'],
    figures: /^mutants: .*/gm,
  },
};

const names = values.only?.flatMap((one) => one.split(',')) ?? Object.keys(suites);
const unknown = names.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`deep: no ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

if ((await run(['esbuild.mjs'])).code !== 0) process.exit(1);
const lines = [];
let failures = 0;
for (const name of names) {
  const { args, quickArgs = args, long = {}, quick = {}, figures, ...suite } = suites[name];
  const rounds = suite.rounds === undefined || values.quick ? 1 : Number(process.env.ROUNDS ?? suite.rounds);
  for (let round = 0; round < rounds; round++) {
    const seed = String(firstSeed + round);
    console.log(`\n── ${name}, seed ${seed}`);
    const began = performance.now();
    const env = { ...(values.quick ? quick : long), SEED: seed, FUZZ_SEED: seed };
    const { code, output } = await run(values.quick ? quickArgs : args, env);
    const seconds = Math.round((performance.now() - began) / 1000);
    if (code !== 0) failures++;
    lines.push(`${name}, seed ${seed}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
    for (const [figure] of output.matchAll(figures)) lines.push(`${name}: ${figure.trim().replace(`${name}: `, '')}`);
  }
}
console.log(`\n${lines.join('\n')}`);
process.exitCode = failures > 0 ? 1 : 0;

/** Runs a Node script of the project, passing on what it prints. */
function run(args, env = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'inherit'];
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.once('error', reject).once('close', (code) => resolve({ code, output }));
  });
}
