/**
 * P8: what is kept of each session, in the extension's worker and in the thread that it tells of rows. The built worker
 * is started as the extension starts it, and its heap is counted in a snapshot.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { bundled } from './bundled.mjs';
import { corpusOf, sizes } from './corpus.mjs';

const script = fileURLToPath(import.meta.url);
const worker = path.resolve(import.meta.dirname, '../../dist/worker.js');

if (process.argv[1] === script) console.log(JSON.stringify(await count(process.argv[2])));

/** The slope between a data root with few sessions and `corpus`: what does not grow with the sessions is left out. */
export function measureHeap({ corpus }) {
  const [few, all] = [corpusOf(sizes.few), corpus].map(({ claudeDir }) => countApart(claudeDir));
  return ['worker', 'host'].map((thread) => {
    const kilobytes = (all[thread] - few[thread]) / 1000 / (all.sessions - few.sessions);
    return {
      goal: 'P8',
      what: `heap kept of each of ${all.sessions} sessions, ${thread}`,
      unit: 'KB',
      limit: [1.5, 0.8],
      value: { middle: kilobytes, lowest: kilobytes, highest: kilobytes },
    };
  });
}

/** In a process of its own: a heap that nothing else has touched. */
function countApart(claudeDir) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script, claudeDir], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function count(claudeDir) {
  const { RowInterner } = await bundled('src/service/rowInterner.ts');
  const rows = new Map();
  const texts = new RowInterner();
  const before = heapHere();
  const cacheDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  const thread = new Worker(worker, {
    workerData: { roots: [claudeDir], scratchPatterns: [], folders: { opened: [], untrusted: [] }, cacheDirectory },
  });
  await new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('message', (message) => {
      if (message.type === 'rows') for (const row of message.rows) rows.set(row.sessionId, texts.intern(row));
      if (message.type === 'status' && message.status.phase !== 'indexing') resolve();
    });
  });
  const host = heapHere() - before;
  // Once it is ready it writes its cache, and keeps less from then on.
  const isWritten = () => fs.readdirSync(cacheDirectory).some((name) => name.endsWith('.bin'));
  for (let wait = 0; wait < 100 && !isWritten(); wait++) await sleep(100);
  await sleep(1000);
  const heap = await heapIn(thread);
  await thread.terminate();
  fs.rmSync(cacheDirectory, { recursive: true });
  return { sessions: rows.size, host, worker: heap };
}

function heapHere() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Bytes of all that is reachable in another thread. */
async function heapIn(thread) {
  let text = '';
  for await (const piece of (await thread.getHeapSnapshot()).setEncoding('utf8')) text += piece;
  const { snapshot, nodes } = JSON.parse(text);
  const fields = snapshot.meta.node_fields;
  const size = fields.indexOf('self_size');
  let bytes = 0;
  for (let at = size; at < nodes.length; at += fields.length) bytes += nodes[at];
  return bytes;
}
