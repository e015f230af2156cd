/**
 * The CLI is killed at a random moment while it starts from its cache, reads and writes it anew, again and again. KILLS
 * sets the number (200).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from './lib/cli.mjs';
import { Home } from './lib/home.mjs';

const kills = Number(process.env.KILLS ?? 200);
const projects = 20;
/** Each so many kills the answers with the cache that is left are compared with those without. */
const compareEach = 4;

export async function cacheKills(context) {
  const { random } = context;
  const home = new Home(context.folder);
  const ids = home.fill(500, projects);
  const cache = path.join(context.folder, 'cache');
  fs.mkdirSync(cache);
  const args = ['sessions', '--all', '--json', '--claude-dir', home.root, '--cache-dir', cache];
  const figures = { writing: 0, ended: 0, leftovers: 0, wrong: 0, compared: 0 };
  const started = performance.now();
  for (let n = 0; n < kills; n++) {
    // Something new each time, so that the cache is written each time.
    const at = random.below(ids.length);
    home.append(ids[at], 100 + n, `-work-project-${at % projects}`);
    if (n % 20 === 19) for (const name of fs.readdirSync(cache)) fs.rmSync(path.join(cache, name));
    await killOnce(context, args, cache, figures);
    if (n % compareEach > 0 && n < kills - 1) continue;
    figures.compared++;
    const warm = runCli(context, args);
    const cold = runCli(context, [...args.slice(0, 5), '--no-cache']);
    if (warm.code !== 0 || warm.stdout !== cold.stdout || cold.code !== 0) figures.wrong++;
    const left = temporaries(cache);
    if (left > 0) context.fail(`kill ${n}: ${left} files were left behind after a whole call`);
  }
  if (figures.writing < kills / 10) context.fail(`only ${figures.writing} kills fell into the writing`);
  context.row({
    fault: 'kill -9 of the CLI',
    injected: `${kills} kills, ${figures.writing} while it wrote the cache`,
    found: figures.compared - figures.wrong,
    missing: figures.wrong,
    seconds: (performance.now() - started) / 1000,
    more: `${figures.leftovers} torn files swept, ${figures.ended} calls ended before`,
  });
}

/** Half of the kills come at any moment of the call, half at one shortly after the writing began. */
async function killOnce(context, args, cache, figures) {
  const { random } = context;
  const child = spawn(process.execPath, [context.cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  context.started(child);
  const exited = once(child, 'exit');
  if (random.below(2) === 0) await sleep(random.below(250));
  else {
    while (temporaries(cache) === 0 && child.exitCode === null) await sleep(0);
    const until = performance.now() + random.next() * 12;
    while (performance.now() < until);
  }
  child.kill('SIGKILL');
  const [, signal] = await exited;
  if (signal !== 'SIGKILL') figures.ended++;
  const left = temporaries(cache);
  figures.leftovers += left;
  if (left > 0) figures.writing++;
}

function temporaries(cache) {
  return fs.readdirSync(cache).filter((name) => name.endsWith('.tmp')).length;
}
