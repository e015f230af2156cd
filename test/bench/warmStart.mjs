/** P4: a start from the cache when nothing has changed, against asking every log for its size. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cli, nothing } from './commands.mjs';
import { inRounds, perRound } from './rounds.mjs';

const statAll = path.join(import.meta.dirname, 'baselines/statAll.mjs');

export function measureWarmStart({ corpus, rounds }) {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  try {
    const sessions = cli('sessions', '--all', '--claude-dir', corpus.claudeDir, '--cache-dir', cache);
    const { status } = spawnSync(sessions[0], sessions.slice(1), { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${sessions.join(' ')} ended with ${status}`);
    const start = [...sessions, '--limit', '1'];
    const costs = inRounds(
      { nothing, statAll: [process.execPath, statAll, corpus.projects], start, sessions },
      { rounds },
    );
    const cached = fs.readdirSync(cache).reduce((sum, name) => sum + fs.statSync(path.join(cache, name)).size, 0);
    const rows = [
      {
        goal: 'P4',
        what: `warm start, ${corpus.files} files, CPU / stat alone in Node`,
        limit: [1.8, 1.4],
        value: perRound(costs, ({ start, statAll }) => start.cpu / statAll.cpu),
      },
      {
        goal: 'P4',
        what: `the same and ${corpus.sessions.length} rows as JSON`,
        value: perRound(costs, ({ sessions, statAll }) => sessions.cpu / statAll.cpu),
      },
      {
        goal: 'P4',
        what: 'warm start, peak memory over node',
        unit: 'MB',
        limit: [60, 35],
        value: perRound(costs, ({ sessions, nothing }) => (sessions.peak - nothing.peak) / 2 ** 20),
      },
    ];
    if (costs.sessions[0].read !== null) {
      const value = perRound(costs, ({ sessions, nothing }) => (sessions.read - nothing.read) / cached);
      rows.push({ goal: 'P4', what: 'warm start, bytes read / bytes of the cache', limit: [1.1, 1], value });
    }
    return rows;
  } finally {
    fs.rmSync(cache, { recursive: true, force: true });
  }
}
