/** P4: how long the extension's worker takes from its start to the first rows, when it begins with its cache. */
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { summary } from './rounds.mjs';

const file = path.resolve(import.meta.dirname, '../../dist/worker.js');

export async function measureFirstRows({ corpus, rounds }) {
  const cacheDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  const workerData = {
    roots: [corpus.claudeDir],
    scratchPatterns: [],
    folders: { opened: [], untrusted: [] },
    cacheDirectory,
  };
  try {
    const first = new Worker(file, { workerData });
    await heard(first, ({ type, status }) => type === 'status' && status.phase !== 'indexing');
    first.postMessage({ type: 'close' });
    await once(first, 'exit');
    const times = [];
    for (let round = -1; round < rounds; round++) {
      const began = performance.now();
      const worker = new Worker(file, { workerData });
      await heard(worker, ({ type }) => type === 'rows');
      if (round >= 0) times.push(performance.now() - began);
      await worker.terminate();
    }
    const what = `first rows in the extension, from the cache of ${corpus.sessions.length} sessions`;
    return [{ goal: 'P4', what, unit: 'ms', limit: [100, 50], value: summary(times) }];
  } finally {
    fs.rmSync(cacheDirectory, { recursive: true, force: true });
  }
}

function heard(worker, isIt) {
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message) => {
      if (isIt(message)) resolve();
    });
  });
}
