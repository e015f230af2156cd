/** P1–P3 and P10: everything read for the first time, against programs that do nothing but read. */
import path from 'node:path';
import { corpusOf, sizes } from './corpus.mjs';
import { cli, nothing } from './commands.mjs';
import { inRounds, isThere, perRound } from './rounds.mjs';

const readAll = path.join(import.meta.dirname, 'baselines/readAll.mjs');

export function measureColdIndex({ corpus, rounds }) {
  const commands = {
    nothing,
    readAll: [process.execPath, readAll, corpus.projects],
    index: cli('index', '--claude-dir', corpus.claudeDir),
  };
  const hasRipgrep = isThere('rg');
  if (hasRipgrep) commands.rg = ['rg', '-uuu', '-a', '-c', '-F', '"slug":"', corpus.projects];
  const costs = inRounds(commands, { rounds });
  const reading = { what: 'cold index, CPU / reading alone in Node', limit: [3.5, 2.7] };
  const rows = [{ goal: 'P1', ...reading, value: perRound(costs, ({ index, readAll }) => index.cpu / readAll.cpu) }];
  if (hasRipgrep) {
    const value = perRound(costs, ({ index, rg }) => index.cpu / rg.cpu);
    // Beside ripgrep, Node's own start weighs more than the reading of a small data root.
    const limit = corpus.bytes > 5e8 ? [4, 3] : undefined;
    rows.unshift({ goal: 'P1', what: 'cold index, CPU / ripgrep counting', limit, value });
  }
  if (costs.index[0].read !== null) {
    const value = perRound(costs, ({ index, nothing }) => (index.read - nothing.read) / corpus.bytes);
    rows.push({ goal: 'P2', what: 'bytes read / bytes there', limit: [1.15, 1.1], value });
  }
  return [...rows, peakRow('cold index, peak memory over node', costs)];
}

function peakRow(what, costs) {
  const value = perRound(costs, ({ index, nothing }) => (index.peak - nothing.peak) / 2 ** 20);
  return { goal: 'P3', what, unit: 'MB', limit: [80, 50], value };
}

/** Ten times the sessions of the same size, and a log of ten times the bytes. */
export function measureGrowth({ rounds, big }) {
  const megabytes = big ? 30 : 10;
  const log = { sessions: 1, megabytes: 0, agents: 0 };
  const steps = [
    ['sessions', corpusOf(sizes.few), corpusOf(sizes.tenfold)],
    ['bytes', corpusOf({ ...log, biggest: megabytes }), corpusOf({ ...log, biggest: megabytes * 10 })],
  ];
  return steps.flatMap(([what, before, after]) => {
    const index = ({ claudeDir }) => cli('index', '--claude-dir', claudeDir);
    const costs = inRounds({ nothing, before: index(before), index: index(after) }, { rounds });
    const net = ({ before, index, nothing }) => (index.cpu - nothing.cpu) / (before.cpu - nothing.cpu);
    const row = { goal: 'P10', what: `growth of cold CPU, ten times the ${what}`, limit: [11, 10] };
    const grown = [{ ...row, value: perRound(costs, net) }];
    if (what === 'bytes') grown.push(peakRow(`one log of ${megabytes * 10} MB, peak memory over node`, costs));
    return grown;
  });
}
