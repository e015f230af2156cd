/**
 * Starts the extension's worker on a data root without a cache, and then with the one that it has left: milliseconds to
 * the first rows, to all rows and to readiness, and the memory of the process.
 *
 *   node esbuild.mjs && node test/bench/worker.mjs --root DIR [--runs N]
 */
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const { values } = parseArgs({ options: { root: { type: 'string' }, runs: { type: 'string', default: '3' } } });
if (values.root === undefined) throw new Error('--root DIR is missing');
const roots = [path.resolve(values.root)];
const file = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));
const cacheDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
try {
  print('cold', await start());
  for (const name of fs.readdirSync(cacheDirectory)) {
    const { size, mode } = fs.statSync(path.join(cacheDirectory, name));
    console.log(`cache: ${(size / 1e6).toFixed(1)} MB, mode ${(mode & 0o777).toString(8)}`);
  }
  for (let run = 0; run < Number(values.runs); run++) print('with the cache', await start());
} finally {
  fs.rmSync(cacheDirectory, { recursive: true });
}

async function start() {
  const workerData = {
    roots,
    scratchPatterns: [],
    folders: { opened: [], untrusted: [] },
    isTrusted: true,
    cacheDirectory,
  };
  const began = performance.now();
  const worker = new Worker(file, { workerData });
  const rows = new Set();
  let [firstRows, lastRows, messages, longestTurn] = [0, 0, 0, 0];
  let lap = performance.now();
  const ticking = setInterval(() => {
    longestTurn = Math.max(longestTurn, performance.now() - lap - 2);
    lap = performance.now();
  }, 2);
  const ready = await new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message) => {
      if (message.type === 'rows') {
        const before = rows.size;
        for (const row of message.rows) rows.add(row.sessionId);
        firstRows ||= performance.now() - began;
        if (rows.size > before) lastRows = performance.now() - began;
        messages++;
      } else if (message.type === 'status' && message.status.phase !== 'indexing') resolve(performance.now() - began);
    });
  });
  clearInterval(ticking);
  const bytes = process.memoryUsage.rss();
  const closing = performance.now();
  worker.postMessage({ type: 'close' });
  await once(worker, 'exit');
  const closed = performance.now() - closing;
  return { sessions: rows.size, messages, firstRows, lastRows, ready, closed, longestTurn, rssMB: bytes / 1e6 };
}

function print(name, figures) {
  const text = Object.entries(figures).map(([key, value]) => `${key} ${Math.round(value)}`);
  console.log(`${name}: ${text.join(', ')}`);
}
