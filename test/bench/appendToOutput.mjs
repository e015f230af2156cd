/** P5: what one appended line costs while `watch` runs, for a big and a small log. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cli } from './commands.mjs';
import { corpusOf } from './corpus.mjs';
import { summary } from './rounds.mjs';

const samples = 15;

export async function measureAppend({ big }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  const projects = path.join(folder, 'projects', '-app');
  fs.mkdirSync(projects, { recursive: true });
  const logs = [0.2, big ? 139 : 30].map((biggest) => {
    const [log] = corpusOf({ sessions: 1, megabytes: 0, biggest, agents: 0, seed: `log-${biggest}` }).sessions;
    const copy = path.join(projects, path.basename(log.path));
    fs.copyFileSync(log.path, copy);
    // A last line that was cut would swallow the first one appended.
    fs.appendFileSync(copy, '\n');
    return { ...log, path: copy, megabytes: biggest };
  });
  const [program, ...args] = cli('watch', '--all', '--claude-dir', folder);
  const watch = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const output = follow(watch.stdout);
    await settled(watch.pid);
    const [small, large] = [await append(logs[0], watch.pid, output), await append(logs[1], watch.pid, output)];
    const rows = [
      { goal: 'P5', what: 'append to output of watch', unit: 'ms', limit: [20, 2], value: summary(large.times) },
    ];
    if (large.bytes.length > 0) {
      const [read, readSmall] = [summary(large.bytes), summary(small.bytes)];
      const what = `bytes read for one line, log of ${logs[1].megabytes} MB / of 0.2 MB`;
      rows.push({ goal: 'P5', what, limit: [1.2, 1], value: one(read.middle / readSmall.middle) });
      rows.push({ goal: 'P5', what: 'bytes read for one line', unit: 'KB', value: scaled(read, 1000) });
    }
    return rows;
  } finally {
    watch.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function append(log, pid, output) {
  const times = [];
  const bytes = [];
  for (let sample = 0; sample < samples; sample++) {
    const slug = `appended-${log.id.slice(0, 8)}-${sample}`;
    const before = bytesReadBy(pid);
    const written = performance.now();
    const seen = output.line(slug);
    fs.appendFileSync(log.path, entry(log, slug));
    times.push((await seen) - written);
    await sleep(100);
    if (before !== undefined) bytes.push(bytesReadBy(pid) - before);
  }
  return { times, bytes };
}

function entry({ id, cwd }, slug) {
  const message = { role: 'user', content: 'It goes on. '.repeat(200) };
  const timestamp = new Date().toISOString();
  return `${JSON.stringify({ sessionId: id, cwd, slug, type: 'user', message, uuid: slug, timestamp })}\n`;
}

/** Tells when a line with a text comes out. */
function follow(stream) {
  let text = '';
  let waiting;
  stream.setEncoding('utf8').on('data', (piece) => {
    text += piece;
    if (waiting && text.includes(waiting.expected)) waiting.resolve(performance.now());
  });
  return {
    line(expected) {
      text = '';
      return new Promise((resolve, reject) => {
        waiting = { expected, resolve };
        setTimeout(() => reject(new Error(`watch has not printed ${expected}.`)), 20_000).unref();
      });
    },
  };
}

/** Waits until the process has read what there is. */
async function settled(pid) {
  await sleep(1500);
  for (let before; before !== bytesReadBy(pid);) {
    before = bytesReadBy(pid);
    await sleep(500);
  }
}

function bytesReadBy(pid) {
  try {
    return Number(/rchar: (\d+)/.exec(fs.readFileSync(`/proc/${pid}/io`, 'utf8'))[1]);
  } catch {
    return undefined;
  }
}

function one(value) {
  return { middle: value, lowest: value, highest: value };
}

function scaled({ middle, lowest, highest }, by) {
  return { middle: middle / by, lowest: lowest / by, highest: highest / by };
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
