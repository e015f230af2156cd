/**
 * P11: a full-text search against ripgrep over the same bytes, by the clock, where ripgrep has a thread for each core,
 * and in CPU; an index that is there is not counted.
 */
import path from 'node:path';
import { bundled } from './bundled.mjs';
import { costOf, isThere, summary } from './rounds.mjs';

const ripgrep = 'rg';
/** Nowhere: bytes alone; in a few entries; in every line, as a key. */
const texts = { nowhere: 'zzzz nowhere zzzz', few: 'worktree', key: 'parentUuid' };

export async function measureSearch({ corpus, rounds }) {
  const { SessionSearch } = await bundled('src/core/search/sessionSearch.ts');
  const { SessionIndex } = await bundled('src/core/index/sessionIndex.ts');
  const index = new SessionIndex({ roots: [corpus.claudeDir], processes: { startOf: () => undefined } });
  index.refresh();
  const projects = path.join(corpus.claudeDir, 'projects');
  const hasRipgrep = isThere(ripgrep);
  const rows = [];
  let peak = 0;
  for (const [name, text] of Object.entries(texts)) {
    const [times, byClock, inCpu] = [[], [], []];
    const before = process.memoryUsage.rss();
    for (let round = -1; round < rounds; round++) {
      const started = performance.now();
      const usedBefore = process.cpuUsage();
      for (const hit of new SessionSearch(index, text).hits()) if (hit !== undefined) peak = peakNow(before, peak);
      const own = performance.now() - started;
      const { user, system } = process.cpuUsage(usedBefore);
      peak = peakNow(before, peak);
      const other = hasRipgrep ? costOf([ripgrep, '-uuu', '-i', '-c', '-F', text, projects]) : undefined;
      if (round < 0) continue;
      times.push(own);
      byClock.push(own / 1e3 / other?.wall);
      inCpu.push((user + system) / 1e6 / other?.cpu);
    }
    rows.push({ goal: 'P11', what: `search, ${name}`, unit: 'ms', value: summary(times) });
    if (hasRipgrep) {
      const [clockLimit, cpuLimit] =
        name === 'nowhere'
          ? [
              [2, 1.5],
              [2.5, 1.5],
            ]
          : [];
      rows.push({
        goal: 'P11',
        what: `search, ${name}, by the clock / ripgrep`,
        limit: clockLimit,
        value: summary(byClock),
      });
      rows.push({ goal: 'P11', what: `search, ${name}, CPU / ripgrep`, limit: cpuLimit, value: summary(inCpu) });
    }
  }
  return [...rows, { goal: 'P11', what: 'search, peak memory over before', unit: 'MB', value: summary([peak / 1e6]) }];
}

function peakNow(before, peak) {
  return Math.max(peak, process.memoryUsage.rss() - before);
}
