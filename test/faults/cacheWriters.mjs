/** Three processes read and write one cache at once, and some of them are killed, while logs change. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from './lib/cli.mjs';
import { Home } from './lib/home.mjs';

const writers = 3;
const rounds = 24;
const projects = 10;

export async function cacheWriters(context) {
  const { random } = context;
  const home = new Home(context.folder);
  const ids = home.fill(400, projects);
  const cache = path.join(context.folder, 'cache');
  const args = ['sessions', '--all', '--json', '--claude-dir', home.root];
  const cached = [...args, '--cache-dir', cache];
  const started = performance.now();
  let answers = 0;
  let wrong = 0;
  let killed = 0;
  for (let n = 0; n < rounds; n++) {
    const at = random.below(ids.length);
    const log = home.log(ids[at], `-work-project-${at % projects}`);
    // Now and then a session goes; in the other rounds one grows.
    if (n % 8 === 7) fs.rmSync(log, { force: true });
    else if (fs.existsSync(log)) home.append(ids[at], 50 + n, `-work-project-${at % projects}`);
    const [truth, ...runs] = await Promise.all([
      runAside(context, [...args, '--no-cache']),
      ...Array.from({ length: writers }, (_, writer) =>
        runAside(context, cached, writer === 0 && n % 3 === 0 ? 40 + random.below(120) : undefined),
      ),
    ]);
    for (const { code, signal, stdout } of [...runs, runCli(context, cached)]) {
      if (signal === 'SIGKILL') killed++;
      else if (code === 0 && stdout === truth.stdout) answers++;
      else wrong++;
    }
  }
  const left = fs.readdirSync(cache).filter((name) => name.endsWith('.tmp')).length;
  if (left > 0) context.fail(`${left} files were left behind`);
  context.row({
    fault: 'three writers of one cache',
    injected: `${rounds} rounds, ${killed} of them killed`,
    found: answers,
    missing: wrong,
    seconds: (performance.now() - started) / 1000,
  });
}

/** A call beside others, killed after so many milliseconds. */
async function runAside(context, args, killAfter) {
  const child = spawn(process.execPath, [context.cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.started(child);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const closed = once(child, 'close');
  if (killAfter !== undefined) {
    await sleep(killAfter);
    child.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  return { code, signal, stdout };
}
