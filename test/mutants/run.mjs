#!/usr/bin/env node
/**
 * Mutation testing: which changes of the code no test notices. By hand, one subject after the other:
 *
 *   npm run test:mutants [-- parser | attribution | deletion | cache | escaping …]
 *
 * CONCURRENCY says how many at once (1). Survivors are printed with their places; a score below 85 % fails.
 */
import { Stryker } from '@stryker-mutator/core';
import { subjects } from './subjects.mjs';

const leastScore = 85;
const named = process.argv.slice(2);
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
    disableTypeChecks: false,
    concurrency: Number(process.env.CONCURRENCY ?? 1),
    reporters: ['dots'],
    tempDirName: '.mutants',
    cleanTempDir: 'always',
    ignorePatterns: ['dist', 'media', '.vscode-test*', 'test/e2e', 'test/integration', 'test/bench', 'test/client'],
    timeoutMS: 60_000,
    fileLogLevel: 'off',
    logLevel: 'warn',
    allowEmpty: false,
  }).runMutationTest();
  const of = (...statuses) => results.filter(({ status }) => statuses.includes(status));
  const killed = of('Killed', 'Timeout').length;
  const alive = of('Survived', 'NoCoverage');
  for (const { fileName, location, mutatorName, replacement, status } of alive) {
    const place = `${fileName.replace(/^.*\/src\//, 'src/')}:${location.start.line}:${location.start.column}`;
    console.log(`${name}: ${status} ${place} ${mutatorName} ${JSON.stringify(replacement?.slice(0, 80))}`);
  }
  const score = (100 * killed) / (killed + alive.length);
  isEnough &&= score >= leastScore;
  scores.push(`mutants: ${name}: ${killed} of ${killed + alive.length} killed, ${score.toFixed(1)} %`);
}
console.log(scores.join('\n'));
process.exitCode = isEnough ? 0 : 1;
