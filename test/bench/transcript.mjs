#!/usr/bin/env node
/**
 * How long a transcript takes to show its first screen, and what it costs to read it from one end to the other, for
 * logs of 1, 50 and 500 MB: through the built reading thread, each log in a process of its own. `npm run build` comes
 * first.
 *
 *   node test/bench/transcript.mjs [megabytes …]
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const root = path.resolve(import.meta.dirname, '../..');
const sessionId = '77777777-7777-4777-8777-777777777777';
const context = { ownId: sessionId, agentLog: false };

if (process.argv[2] === '--one') await measure(process.argv[3]);
else compare(process.argv.slice(2).map(Number));

function compare(sizes) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transcript-bench-'));
  try {
    const bare = JSON.parse(run(['-e', 'console.log(process.resourceUsage().maxRSS / 1024)']));
    const rows = (sizes.length > 0 ? sizes : [1, 50, 500]).map((megabytes) => {
      const log = path.join(folder, `${sessionId}.jsonl`);
      writeLog(log, megabytes * 1e6);
      const { firstScreen, backward, forward, pages, readAlone, peak } = JSON.parse(run([script(), '--one', log]));
      const row = {
        log: `${megabytes} MB`,
        'first screen': `${firstScreen.toFixed(0)} ms`,
        'to its start': `${(backward / 1000).toFixed(2)} s`,
        'to its end': `${(forward / 1000).toFixed(2)} s`,
        pages,
        '× reading alone': ((backward + forward) / 2 / readAlone).toFixed(1),
        'memory over node': `${(peak - bare).toFixed(0)} MB`,
      };
      return { row, firstScreen };
    });
    const [first] = rows;
    const last = rows.at(-1);
    console.table(rows.map(({ row }) => row));
    console.log(
      `first screen, ${last.row.log} against ${first.row.log}: ${(last.firstScreen / first.firstScreen).toFixed(2)} times as long`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: the thread is started as the extension starts it. */
async function measure(log) {
  const started = performance.now();
  const worker = new Worker(path.join(root, 'dist/transcriptWorker.js'), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let id = 0;
  const request = (name, ...parameters) =>
    new Promise((resolve, reject) => {
      worker.once('message', ({ type, result, code }) =>
        type === 'failure' ? reject(new Error(code)) : resolve(result),
      );
      worker.postMessage({ type: 'request', id: ++id, name, parameters });
    });

  let page = await request('pageBefore', log, context, undefined);
  const firstScreen = performance.now() - started;

  let pages = 1;
  const back = performance.now();
  for (; page.start > 0; pages++) page = await request('pageBefore', log, context, page.start);
  const backward = performance.now() - back;

  const on = performance.now();
  page = await request('pageAfter', log, context, 0);
  while (!page.atEnd) page = await request('pageAfter', log, context, page.end);
  const forward = performance.now() - on;

  const peak = process.resourceUsage().maxRSS / 1024;
  await worker.terminate();
  console.log(JSON.stringify({ firstScreen, backward, forward, pages, readAlone: readAlone(log), peak }));
}

/** Reading and finding the lines, without a look at what they say. */
function readAlone(log) {
  const started = performance.now();
  const buffer = Buffer.allocUnsafe(256 * 1024);
  const file = fs.openSync(log, 'r');
  for (let read; (read = fs.readSync(file, buffer, 0, buffer.length)) > 0;) {
    const bytes = buffer.subarray(0, read);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1));
  }
  fs.closeSync(file);
  return performance.now() - started;
}

/** Turns of a prompt, thinking, calls with results and bookkeeping, some lines of 100 KB, now and then one of 6 MB. */
function writeLog(log, bytes) {
  const file = fs.openSync(log, 'w');
  const text = 'The quick brown fox jumps over the lazy dog, again and **again**.\n'.repeat(2000);
  const big = JSON.stringify(
    record('user', [{ type: 'image', source: { media_type: 'image/png', data: 'A'.repeat(6e6) } }]),
  );
  for (let size = 0, turn = 0; size < bytes; turn++) {
    const lines = [
      record('user', `prompt ${turn}`),
      record('assistant', [{ type: 'thinking', thinking: text.slice(0, 700) }]),
      record('assistant', [{ type: 'text', text: text.slice(0, (turn * 97) % 4000) }]),
      ...[1, 2, 3].flatMap((call) => [
        record('assistant', [
          { type: 'tool_use', id: `t${turn}-${call}`, name: 'Bash', input: { command: `run ${call}` } },
        ]),
        { type: 'progress', sessionId, data: { type: 'bash_progress', output: text.slice(0, 600) } },
        record('user', [
          { type: 'tool_result', tool_use_id: `t${turn}-${call}`, content: text.slice(0, (turn * 31) % 9000) },
        ]),
      ]),
      {
        type: 'attachment',
        sessionId,
        attachment: { type: 'prompt_snapshot', text: text.slice(0, turn % 10 === 0 ? 100_000 : 900) },
      },
    ];
    let chunk = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    if (turn % 1500 === 1499) chunk += `${big}\n`;
    fs.writeSync(file, chunk);
    size += chunk.length;
  }
  fs.closeSync(file);

  function record(type, content) {
    return { type, uuid: 'u', sessionId, timestamp: '2026-01-02T03:04:05.000Z', message: { role: type, content } };
  }
}

function run(args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function script() {
  return fileURLToPath(import.meta.url);
}
