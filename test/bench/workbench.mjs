#!/usr/bin/env node
/**
 * Figures that only a real workbench gives, with the packed extension (Linux x64, see test/harness).
 *
 *   node test/bench/workbench.mjs [append] [steady] [indexing] [history] [--minutes N] [--samples N] [--corpus DIR]… [--vsix FILE] [--profile]
 *
 * append    from the writing of an entry to the row that shows it, alone and while 200 entries a second go to other
 * logs steady    memory, descriptors, watches and blocks of the extension host in --minutes (1) of 200 entries a second
 * to 20 logs indexing  activation and the longest block of the extension host while data roots are read history   from
 * Plan History… to the versions, and from the choice of one to its text, in a log of 139 MB
 *
 * --corpus  data roots to index in place of made-up ones; only read
 * --profile keeps a CPU profile of the extension host for each of them
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packExtension } from '../../scripts/vsix.mjs';
import { ensureToolchain, isSupportedPlatform } from '../harness/lib/toolchain.mjs';
import { corpusOf, givenCorpus, sizes, writeCorpus } from './corpus.mjs';
import { measureAppendToTree } from './workbench/appendToTree.mjs';
import { measureIndexing } from './workbench/indexing.mjs';
import { onStage } from './workbench/stage.mjs';
import { writeHome } from './planHistory.mjs';
import { measurePlanHistory } from './workbench/planHistory.mjs';
import { measureSteadyWriting } from './workbench/steadyWriting.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    samples: { type: 'string', default: '100' },
    corpus: { type: 'string', multiple: true },
    vsix: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
if (!isSupportedPlatform()) {
  console.log('The workbench of the test harness runs on Linux x64 only.');
  process.exit(0);
}
const asked = (name) => positionals.length === 0 || positionals.includes(name);

ensureToolchain();
const vsix = values.vsix ?? packExtension();
if (asked('append')) await withFewSessions(append);
if (asked('steady')) await withFewSessions(steady);
if (asked('indexing')) await indexing();
if (asked('history')) await history();

async function append(stage, sessions) {
  const samples = Number(values.samples);
  for (const meanwhile of [false, true]) {
    const figures = await measureAppendToTree(stage, sessions, { samples, meanwhile });
    const title = `append to tree${meanwhile ? ', 200 entries a second to other logs' : ''}`;
    print(`${title} (goal: p95 300 ms, p99 1 s)`, figures);
  }
}

async function steady(stage, sessions) {
  const figures = await measureSteadyWriting(stage, sessions.slice(0, 20), { minutes: Number(values.minutes) });
  print(
    `${values.minutes} min of 200 entries a second to 20 logs, first third → last third (goal: flat, p99 50 ms)`,
    figures,
  );
}

async function indexing() {
  const given = values.corpus?.map((folder) => givenCorpus(path.resolve(folder)));
  for (const corpus of given ?? [corpusOf(sizes.medium), corpusOf(sizes.many)]) {
    await onStage({ vsix, claudeDir: corpus.claudeDir }, async (stage) => {
      const profile = values.profile ? path.join(os.tmpdir(), `host-${corpus.sessions.length}.cpuprofile`) : undefined;
      const figures = await measureIndexing(stage, { profile });
      const what = `indexing ${corpus.sessions.length} sessions, ${(corpus.bytes / 1e6).toFixed(0)} MB`;
      print(`${what} (goal: longest block 50 ms)`, { ...figures, profile });
    });
  }
}

async function history() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  try {
    const { megabytes, title } = writeHome(folder);
    await onStage({ vsix, claudeDir: folder }, async (stage) => {
      const figures = await measurePlanHistory(stage, { title });
      print(`plan history, log of ${megabytes} MB, milliseconds (goal: 1000 to a version on screen)`, figures);
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A workbench that shows 24 sessions of a data root of its own, which may be written to. */
async function withFewSessions(measure) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  try {
    const { claudeDir, sessions } = writeCorpus(folder, { sessions: 24, megabytes: 5 });
    const settings = { 'sessionScope.showAllProjects': false };
    await onStage({ vsix, claudeDir, settings, folder: path.join(folder, 'repositories') }, async (stage) => {
      await stage.scope.openSideBar();
      await measure(stage, sessions);
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(title, figures) {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(flat(figures))) console.log(`  ${name.padEnd(28)}${value}`);
}

function flat(figures) {
  const rows = {};
  for (const [name, value] of Object.entries(figures)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) rows[name] = value.map(rounded).join(' → ');
    else if (typeof value === 'object') for (const key in value) rows[`${name} ${key}`] = rounded(value[key]);
    else rows[name] = rounded(value);
  }
  return rows;
}

function rounded(value) {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
