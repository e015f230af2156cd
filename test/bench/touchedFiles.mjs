/** Which sessions changed a file: asked for the first time, and again, against the list of sessions. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cli } from './commands.mjs';
import { inRounds, perRound } from './rounds.mjs';

export function measureTouchedFiles({ corpus, rounds }) {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  try {
    const { claudeDir, sessions: all } = corpus;
    const file = path.join(all[0].cwd ?? '/', 'src', 'module-7.ts');
    const commands = (...options) => ({
      sessions: cli('sessions', '--all', '--claude-dir', claudeDir, ...options),
      touched: cli('touched', file, '--claude-dir', claudeDir, ...options),
    });
    const ratio = (costs) => perRound(costs, ({ sessions, touched }) => touched.cpu / sessions.cpu);
    const cold = inRounds(commands('--no-cache'), { rounds });
    const warm = commands('--cache-dir', cache);
    for (const [program, ...args] of Object.values(warm)) spawnSync(program, args, { stdio: 'ignore' });
    const what = `touched PATH, ${corpus.files} files, CPU / sessions`;
    return [
      { goal: 'P13', what: `${what}, without a cache`, limit: [1.3, 1.1], value: ratio(cold) },
      { goal: 'P13', what: `${what}, from the cache`, limit: [1.3, 1.1], value: ratio(inRounds(warm, { rounds })) },
    ];
  } finally {
    fs.rmSync(cache, { recursive: true, force: true });
  }
}
