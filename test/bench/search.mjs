/** P11: a full-text search by the clock, against ripgrep over the same bytes; an index that is there is not counted. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundled } from './bundled.mjs';
import { isThere, summary } from './rounds.mjs';

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
    const ratios = [];
    const times = [];
    const before = process.memoryUsage.rss();
    for (let round = -1; round < rounds; round++) {
      const started = performance.now();
      for (const hit of new SessionSearch(index, text).hits()) if (hit !== undefined) peak = peakNow(before, peak);
      const own = performance.now() - started;
      peak = peakNow(before, peak);
      const begun = performance.now();
      if (hasRipgrep) spawnSync(ripgrep, ['-uuu', '-i', '-c', '-F', text, projects], { stdio: 'ignore' });
      if (round < 0) continue;
      times.push(own);
      ratios.push(own / (performance.now() - begun));
    }
    rows.push({ goal: 'P11', what: `search, ${name}`, unit: 'ms', value: summary(times) });
    if (hasRipgrep) {
      const limit = name === 'nowhere' ? [2, 1.5] : undefined;
      rows.push({ goal: 'P11', what: `search, ${name}, by the clock / ripgrep`, limit, value: summary(ratios) });
    }
  }
  return [...rows, { goal: 'P11', what: 'search, peak memory over before', unit: 'MB', value: summary([peak / 1e6]) }];
}

function peakNow(before, peak) {
  return Math.max(peak, process.memoryUsage.rss() - before);
}
