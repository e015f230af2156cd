#!/usr/bin/env node
/**
 * What ten and a hundred times the sessions cost: the cold index, its cache, a start from it, and the first rows in the
 * extension's worker. Prints a table; --svg draws it. `npm run build` before; needs python3.
 *
 *   node test/bench/scale.mjs [--sessions 2000,20000,200000] [--rounds 3] [--svg FILE] [--keep]
 *
 * The data roots are small logs of some entries each; they are deleted afterwards unless --keep.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cli, nothing } from './commands.mjs';
import { writeCorpus } from './corpus.mjs';
import { measureFirstRows } from './firstRows.mjs';
import { inRounds, perRound } from './rounds.mjs';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '2000,20000,200000' },
    rounds: { type: 'string', default: '3' },
    svg: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const columns = [
  ['cold index, CPU seconds', 'coldCpu'],
  ['its peak memory over node, MB', 'coldPeak'],
  ['cache, MB', 'cache'],
  ['start from it, CPU seconds', 'warmCpu'],
  ['its peak memory over node, MB', 'warmPeak'],
  ['first rows in the worker, ms', 'firstRows'],
];

const heads = ['sessions', 'logs', 'MB of logs', ...columns.map(([title]) => title)];
for (const row of [heads, heads.map(() => '--:')]) console.log(`| ${row.join(' | ')} |`);
const results = [];
for (const sessions of values.sessions.split(',').map(Number)) {
  const one = await measure(sessions);
  results.push(one);
  const counts = [one.sessions, one.files, Math.round(one.bytes / 1e6)].map((count) => count.toLocaleString('en'));
  // Each as soon as it is there: the last ones take long.
  console.log(`| ${[...counts, ...columns.map(([, name]) => threeDigits(one[name]))].join(' | ')} |`);
}
for (const [title, name] of columns) {
  const growth = results.slice(1).map((one, at) => `${threeDigits(one[name] / results[at][name])} x`);
  console.log(`scale: ${title}: ${results.map((one) => threeDigits(one[name])).join(' → ')}, ${growth.join(', ')}`);
}
if (values.svg) fs.writeFileSync(values.svg, plot(results));

async function measure(sessions) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-scale-'));
  try {
    const corpus = writeCorpus(folder, { sessions, megabytes: sessions / 500, agents: 0.5 });
    const roots = ['--claude-dir', corpus.claudeDir];
    const cache = path.join(folder, 'cache');
    const first = ['--all', '--limit', '1', ...roots];
    const cold = inRounds({ nothing, index: cli('index', ...roots) }, { rounds });
    const [command, ...args] = cli('sessions', ...first, '--cache-dir', cache);
    if (spawnSync(command, args, { stdio: 'ignore' }).status !== 0) throw new Error('the cache was not written');
    const warm = inRounds({ nothing, index: cli('sessions', ...first, '--cache-dir', cache) }, { rounds });
    const [{ value }] = await measureFirstRows({ corpus, rounds });
    const bytesOfCache = fs.readdirSync(cache).reduce((sum, name) => sum + fs.statSync(path.join(cache, name)).size, 0);
    const cpu = (costs) => perRound(costs, ({ index, nothing }) => index.cpu - nothing.cpu).middle;
    const peak = (costs) => perRound(costs, ({ index, nothing }) => (index.peak - nothing.peak) / 2 ** 20).middle;
    return {
      sessions,
      files: corpus.files,
      bytes: corpus.bytes,
      coldCpu: cpu(cold),
      coldPeak: peak(cold),
      cache: bytesOfCache / 1e6,
      warmCpu: cpu(warm),
      warmPeak: peak(warm),
      firstRows: value.middle,
    };
  } finally {
    if (!values.keep) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function threeDigits(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/**
 * Each figure over that of the fewest sessions, both axes logarithmic: a straight line to the corner is linear growth.
 */
function plot(all) {
  const [width, height, left, bottom] = [560, 320, 50, 40];
  const most = all.at(-1).sessions / all[0].sessions;
  const x = (sessions) => left + (Math.log(sessions / all[0].sessions) / Math.log(most)) * (width - left - 210);
  const y = (times) => height - bottom - (Math.log(Math.max(times, 0.5)) / Math.log(most)) * (height - bottom - 20);
  const colours = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'];
  const ends = columns.map(([, name]) => y(all.at(-1)[name] / all[0][name]));
  const places = spread(ends, 14);
  const lines = columns.map(([title, name], at) => {
    const points = all.map((one) => `${x(one.sessions).toFixed(1)},${y(one[name] / all[0][name]).toFixed(1)}`);
    const label = `<text x="${width - 200}" y="${(places[at] + 4).toFixed(1)}" fill="${colours[at]}">${title}</text>`;
    return `<polyline fill="none" stroke="${colours[at]}" stroke-width="2" points="${points.join(' ')}"/>${label}`;
  });
  const corner = `${x(all[0].sessions)},${y(1)} ${x(all.at(-1).sessions)},${y(most)}`;
  const ticks = all.map(({ sessions }) => {
    const times = sessions / all[0].sessions;
    const below = `<text x="${x(sessions)}" y="${height - 15}" text-anchor="middle">${sessions.toLocaleString('en')}</text>`;
    return `${below}<text x="${left - 6}" y="${y(times) + 4}" text-anchor="end">${times} x</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<polyline fill="none" stroke="#bbb" stroke-dasharray="4" points="${corner}"/>`,
    ...ticks,
    ...lines,
    '</svg>\n',
  ].join('\n');
}

/** Places at least so far apart, in the same order. */
function spread(places, distance) {
  const order = places.map((place, at) => ({ place, at })).sort((a, b) => a.place - b.place);
  for (let n = 1; n < order.length; n++) order[n].place = Math.max(order[n].place, order[n - 1].place + distance);
  return order.sort((a, b) => a.at - b.at).map(({ place }) => place);
}
