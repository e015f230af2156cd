#!/usr/bin/env node
/**
 * What the product costs, beside programs that do the least. Asserts nothing: figures are for reading, and a busy
 * machine spoils them. `npm run bench` builds first. Needs python3; ripgrep where it is there.
 *
 *   npm run bench -- [--size small|medium] [--many] [--corpus DIR] [--many-corpus DIR] [--only P1,P6,…] [--rounds N]
 *                    [--markdown] [--transcript] [--workbench]
 *
 * --size medium  1 GB in 2,000 sessions in place of 60 MB in 200; bigger single logs
 * --many         warm start and heap with 20,000 sessions in place of 200
 * --corpus, --many-corpus  data roots to take in place of made-up ones; they are only read
 * --markdown     prints a table ready for README.md
 * --transcript, --workbench  then run transcript.mjs, workbench.mjs too
 */
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { wrongAnswers } from './answers.mjs';
import { measureAppend } from './appendToOutput.mjs';
import { measureColdIndex, measureGrowth } from './coldIndex.mjs';
import { corpusOf, givenCorpus, sizes } from './corpus.mjs';
import { measureFind } from './find.mjs';
import { measureFirstRows } from './firstRows.mjs';
import { measureHeap } from './heapOfSessions.mjs';
import { measurePlanHistory } from './planHistory.mjs';
import { measurePlanLookup } from './planLookup.mjs';
import { isThere } from './rounds.mjs';
import { measureTouchedFiles } from './touchedFiles.mjs';
import { measureSearch } from './search.mjs';
import { printTable } from './table.mjs';
import { measureTreeModel } from './treeModel.mjs';
import { measureWarmStart } from './warmStart.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    many: { type: 'boolean', default: false },
    corpus: { type: 'string' },
    'many-corpus': { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    markdown: { type: 'boolean', default: false },
    transcript: { type: 'boolean', default: false },
    workbench: { type: 'boolean', default: false },
  },
});
if (!isThere('python3')) {
  console.log('The costs of processes are measured with python3, which is not there.');
  process.exit(0);
}
const rounds = Number(values.rounds);
const big = values.size === 'medium';
const corpus = () =>
  values.corpus ? givenCorpus(path.resolve(values.corpus)) : corpusOf(sizes[big ? 'medium' : 'small']);
const many = () =>
  values['many-corpus']
    ? givenCorpus(path.resolve(values['many-corpus']))
    : corpusOf(sizes[values.many ? 'many' : 'small']);

const measurements = [
  { goals: ['P1', 'P2', 'P3'], measure: () => measureColdIndex({ corpus: corpus(), rounds }) },
  { goals: ['P4'], measure: () => measureWarmStart({ corpus: many(), rounds }) },
  { goals: ['P4'], measure: () => measureFirstRows({ corpus: many(), rounds }) },
  { goals: ['P5'], measure: () => measureAppend({ big }) },
  { goals: ['P6'], measure: () => measurePlanLookup({ rounds }) },
  { goals: ['P7'], measure: () => measureTreeModel() },
  {
    goals: ['P8'],
    measure: () => measureHeap({ corpus: values.many || values['many-corpus'] ? many() : corpusOf(sizes.tenfold) }),
  },
  { goals: ['P13'], measure: () => measureTouchedFiles({ corpus: many(), rounds }) },
  { goals: ['P11'], measure: () => measureSearch({ corpus: corpus(), rounds }) },
  { goals: ['P12'], measure: () => measureFind() },
  { goals: ['P14'], measure: () => measurePlanHistory({ rounds }) },
  { goals: ['P10', 'P3'], measure: () => measureGrowth({ rounds, big }) },
];
const only = values.only?.split(',');
const rows = [];
for (const { goals, measure } of measurements) {
  if (only && !goals.some((goal) => only.includes(goal))) continue;
  if (process.stderr.isTTY) process.stderr.write(`${goals.join(', ')}…\n`);
  rows.push(...(await measure()).filter(({ goal }) => !only || only.includes(goal)));
}
const checked = corpusOf(sizes.small);
const wrong = wrongAnswers(checked);
const load = os.loadavg()[0].toFixed(1);
console.log(`Node ${process.version}, ${os.cpus().length} cores, ${process.platform}; load ${load}; ${rounds} rounds`);
console.log(`Wrong slugs: ${wrong.length} of ${checked.sessions.length} sessions ${wrong.slice(0, 3).join(' ')}`);
printTable(
  rows.sort((a, b) => Number(a.goal.slice(1)) - Number(b.goal.slice(1))),
  { markdown: values.markdown },
);
for (const name of ['transcript', 'workbench']) {
  if (values[name]) spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.mjs`)], { stdio: 'inherit' });
}
