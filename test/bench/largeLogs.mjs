#!/usr/bin/env node
/**
 * Whether the command line's memory is flat: every command that reads a whole log, each in a process of its own, over a
 * log of some gigabytes and over one of 300 MB with lines as long (6 MB and 100 MB). `npm run build` comes first.
 *
 *   node test/bench/largeLogs.mjs [megabytes]     default 1000; the log is made in the temporary folder and removed
 *
 * Exits with 1 when a command takes more than 64 MB beyond what it takes for the smaller log.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
const sessionId = '77777777-7777-4777-8777-777777777777';
const allowance = 64;
const commands = ['agent-entries', 'transcript', 'session', 'agents', 'find-plan-slug', 'index'];

const megabytes = Number(process.argv[2] ?? 1000);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'large-logs-'));
try {
  const small = makeHome('small', 300);
  const large = makeHome('large', megabytes);
  const rows = commands.map((command) => {
    const before = run(command, small);
    const after = run(command, large);
    return {
      command,
      seconds: after.seconds.toFixed(1),
      output: `${Math.round(after.output / 1e6)} MB`,
      peak: `${Math.round(after.peak)} MB`,
      'peak of 300 MB': `${Math.round(before.peak)} MB`,
      growth: Math.round(after.peak - before.peak),
    };
  });
  console.log(`A log of ${megabytes} MB`);
  console.table(rows);
  if (rows.some(({ growth }) => growth > allowance)) process.exitCode = 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** A data root with one session, whose log and whose only agent log are the same file under two names. */
function makeHome(name, size) {
  const root = path.join(folder, name);
  const project = path.join(root, 'projects', '-home-dev-work-shop');
  const log = path.join(project, `${sessionId}.jsonl`);
  const agents = path.join(project, sessionId, 'subagents');
  fs.mkdirSync(agents, { recursive: true });
  writeLog(log, size * 1e6);
  fs.linkSync(log, path.join(agents, 'agent-a1b2c3d4e5f6a7b8c.jsonl'));
  return root;
}

function run(command, root) {
  const peak = 'process.on("exit",()=>fs.writeSync(3,String(process.resourceUsage().maxRSS/1024)))';
  const watch = `data:text/javascript,import fs from "node:fs";${peak}`;
  const output = path.join(folder, 'output');
  const stdout = fs.openSync(output, 'w');
  const started = performance.now();
  const args = ['--import', watch, cli, command, '--claude-dir', root, '--json'];
  const named = command === 'index' ? [] : ['--session-id', sessionId];
  const cold = command === 'find-plan-slug' ? [] : ['--no-cache'];
  const child = spawnSync(process.execPath, [...args, ...named, ...cold], {
    stdio: ['ignore', stdout, 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  fs.closeSync(stdout);
  if (child.status !== 0) throw new Error(`${command} ended with ${child.status ?? child.signal}`);
  return {
    peak: Number(child.output[3]),
    seconds: (performance.now() - started) / 1000,
    output: fs.statSync(output).size,
  };
}

/** Turns of all kinds, every thousandth with a line of 6 MB, and one line of 100 MB in the middle. */
function writeLog(log, bytes) {
  const file = fs.openSync(log, 'w');
  const text = 'The quick brown fox jumps over the lazy dog, again and **again**.\n'.repeat(2000);
  let hasHuge = false;
  for (let size = 0, turn = 0; size < bytes; turn++) {
    const image = (length) => [{ type: 'image', source: { media_type: 'image/png', data: 'A'.repeat(length) } }];
    const lines = [
      record(turn, 'user', `prompt ${turn}`),
      record(turn, 'assistant', [{ type: 'text', text: text.slice(0, (turn * 97) % 4000) }]),
      record(turn, 'assistant', [{ type: 'tool_use', id: `t${turn}`, name: 'Agent', input: { prompt: 'Look' } }]),
      record(turn, 'user', [
        { type: 'tool_result', tool_use_id: `t${turn}`, content: text.slice(0, (turn * 31) % 9000) },
      ]),
      {
        type: 'attachment',
        sessionId,
        attachment: { type: 'prompt_snapshot', text: text.slice(0, turn % 10 ? 900 : 100_000) },
      },
    ];
    if (turn % 1000 === 999) lines.push(record(turn, 'user', image(6e6)));
    if (!hasHuge && size > bytes / 2) {
      lines.push(record(turn, 'user', image(100e6)));
      hasHuge = true;
    }
    for (const line of lines) size += fs.writeSync(file, `${JSON.stringify(line)}\n`);
  }
  fs.closeSync(file);
}

function record(turn, type, content) {
  const timestamp = new Date(Date.UTC(2026, 0, 2) + turn * 1000).toISOString();
  const slug = turn === 0 ? 'quiet-harbor' : undefined;
  return {
    type,
    uuid: `u${turn}`,
    sessionId,
    timestamp,
    slug,
    cwd: '/home/dev/work/shop',
    message: { role: type, content },
  };
}
