#!/usr/bin/env node
/**
 * Mutation testing: which changes of the code no test notices. By hand, one subject after the other:
 *
 *   npm run test:mutants [-- parser | attribution | deletion | outputs | cache | escaping …] [--again]
 *
 * `--again` keeps what the last run of a subject found of mutants and tests that did not change since. CONCURRENCY says
 * how many at once (1). Survivors are printed with their places; a score below 85 % fails. A mutant that goes round for
 * ever is killed; one that only took too long for the clock is neither killed nor alive, and is counted apart.
 */
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { subjects } from './subjects.mjs';

const leastScore = 85;
const { values, positionals: named } = parseArgs({
  options: { again: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = named.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) {
  console.error(`mutants: no ${unknown.join(', ')}; there are ${Object.keys(subjects).join(', ')}`);
  process.exit(2);
}

let isEnough = true;
const scores = [];
for (const name of named.length > 0 ? named : Object.keys(subjects)) {
  process.env.SUBJECT = name;
  const results = await new Stryker({
    mutate: subjects[name].mutate,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutants/vitest.config.mjs', related: false },
    coverageAnalysis: 'perTest',
    // Of tables and expressions of a module, which are what escaping is made of, too.
    ignoreStatic: false,
    incremental: true,
    incrementalFile: `.mutants/${name}.json`,
    force: !values.again,
    disableTypeChecks: false,
    concurrency: Number(process.env.CONCURRENCY ?? 1),
    reporters: ['dots'],
    tempDirName: '.mutants/sandbox',
    cleanTempDir: 'always',
    ignorePatterns: ['dist', 'media', '.vscode-test*', 'test/e2e', 'test/integration', 'test/bench', 'test/client'],
    timeoutMS: 60_000,
    fileLogLevel: 'off',
    logLevel: 'warn',
    allowEmpty: false,
  }).runMutationTest();
  const of = (...statuses) => results.filter(({ status }) => statuses.includes(status));
  const slow = results.filter(isSlow);
  const alive = of('Survived', 'NoCoverage');
  const killed = of('Killed', 'Timeout').length - slow.length;
  for (const { fileName, location, mutatorName, replacement, status } of [...alive, ...slow]) {
    const place = `${fileName.replace(/^.*\/src\//, 'src/')}:${location.start.line}:${location.start.column}`;
    console.log(`${name}: ${status} ${place} ${mutatorName} ${JSON.stringify(replacement?.slice(0, 80))}`);
  }
  const total = killed + slow.length + alive.length;
  const score = (100 * killed) / total;
  isEnough &&= score >= leastScore;
  scores.push(`mutants: ${name}: ${killed} of ${total} killed, ${score.toFixed(1)} %, ${slow.length} timed out`);
}
console.log(scores.join('\n'));
process.exitCode = isEnough ? 0 : 1;

/** Whether a clock ended it: Stryker's, or that of a test. */
function isSlow({ status, statusReason = '' }) {
  return status === 'Timeout' ? !statusReason.startsWith('Hit limit') : /timed out in \d+ ?ms/.test(statusReason);
}
