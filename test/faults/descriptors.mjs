/** No file can be opened: the limit is low from the start, or falls while the process runs; or a single file cannot. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { spawnSync } from 'node:child_process';
import { runCli, Watch } from './lib/cli.mjs';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { works } from './lib/system.mjs';
import { settle } from './lib/waiting.mjs';
import { setTimeout as sleep } from 'node:timers/promises';

const projects = 60;
const bound = 5;

export async function descriptors(context) {
  const home = new Home(context.folder);
  const ids = home.fill(300, projects);
  await lowFromTheStart(context, home, ids);
  await fallsWhileRunning(context, home);
  lowestThatWorks(context, home);
  eachOpenFails(context);
}

async function lowFromTheStart(context, home, ids) {
  const fault = 'ulimit -n 64';
  const watch = await Watch.start(context, home, { wrap: limited(64) });
  for (const [n, id] of ids.entries()) home.append(id, 100, `-work-project-${n % projects}`);
  const expected = Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(100) }]));
  const more = `${watch.warnings.length} warnings`;
  context.row({ ...(await settle(watch, expected, bound)), fault, injected: `${ids.length} logs grow, watch`, more });
  if (watch.warnings.length > 1) context.fail(`${fault}: watch warned ${watch.warnings.length} times`);
  await watch.end();
}

/** The limit of a running process is set below the descriptors that it has, and back. */
async function fallsWhileRunning(context, home) {
  const fault = 'EMFILE while running';
  const follower = await Follower.start(context, [home.root]);
  const ids = Array.from({ length: projects }, (_, n) => sessionIdOf(n, 3));
  const before = await follower.ask('state');
  setLimit(follower.child.pid, 3);
  for (const [n, id] of ids.entries()) home.write(id, 1, { project: `-work-project-${n}` });
  for (const [n, id] of ids.entries()) home.write(id, 1, { project: `-work-later-${n}` });
  for (let n = 0; n < projects; n++) home.append(sessionIdOf(n), 200, `-work-project-${n}`);
  // Two comparisons of all folders fall into this time.
  await sleep(11_000);
  const during = await follower.ask('state');
  if (during.sessions < before.sessions) context.fail(`${fault}: sessions went away`);
  setLimit(follower.child.pid, 4096);
  const expected = {
    ...Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(0) }])),
    ...Object.fromEntries(ids.map((_, n) => [sessionIdOf(n), { lastActivity: timeOf(200) }])),
  };
  const injected = `${3 * projects} logs change while nothing can be opened`;
  const settled = await settle(follower, expected, bound);
  context.row({ ...settled, fault, injected, more: `${during.problems.length} problems reported` });
  context.fail(await difference(context, follower, [home.root]));
  await follower.end();
}

/** With any limit at which Node starts at all the answer is whole, or says that it is not. */
function lowestThatWorks(context, home) {
  const args = ['sessions', '--all', '--json', '--no-cache', '--claude-dir', home.root];
  const whole = runCli(context, args).stdout;
  const limits = Array.from({ length: 40 }, (_, n) => n + 8);
  const answers = limits.map((limit) => ({ limit, ...runCli(context, args, { wrap: limited(limit) }) }));
  const good = answers.filter(({ stdout }) => stdout === whole);
  const wrong = answers.filter((answer) => isShortInSilence(answer, whole));
  for (const { limit } of wrong) context.fail(`with ulimit -n ${limit} the answer is short, and does not say so`);
  context.row({
    fault: 'ulimit -n 8 to 47',
    injected: `${limits.length} calls of sessions`,
    found: good.length,
    missing: wrong.length,
    seconds: 0,
    more: `works from ${good[0]?.limit}; below, Node does not start`,
  });
}

/** A log, a folder of logs, the plans or settings cannot be opened for a moment: one of them in each call. */
function eachOpenFails(context) {
  const fault = 'EMFILE at one open';
  const trace = path.join(context.folder, 'opened.txt');
  const traced = ['strace', '-f', '-o', trace, '-e', 'trace=openat'];
  const failing = (at) => [...traced, '-e', `inject=openat:error=EMFILE:when=${at}`];
  if (!works(failing(60_000))) return context.skip(fault, 'strace cannot make calls fail here');
  const home = new Home(context.folder, 'small');
  home.fill(6, 3);
  const placed = writePlacedPlan(home, sessionIdOf(0, 1));
  const calls = [
    ['sessions', '--all', '--no-cache'],
    ['session', sessionIdOf(0), '--no-cache'],
    ['timeline', sessionIdOf(0), '--no-cache'],
    ['resolve', sessionIdOf(0).slice(0, 8), '--no-cache'],
    ['transcript', sessionIdOf(0), '--no-cache'],
    ['find-plan-slug', sessionIdOf(0)],
    ['session', placed, '--no-cache'],
    ['find-plan-slug', placed],
  ];
  const figures = { calls: 0, whole: 0, short: 0 };
  for (const call of calls) {
    const args = [...call, '--json', '--claude-dir', home.root];
    const whole = runCli(context, args, { wrap: traced }).stdout;
    const opened = Array.from(fs.readFileSync(trace, 'utf8').matchAll(/openat\([^"]*"([^"]*)"/g), ([, place]) => place);
    for (const [at, place] of opened.entries()) {
      if (!place.startsWith(home.folder)) continue;
      const answer = runCli(context, args, { wrap: failing(at + 1) });
      figures.calls++;
      if (answer.stdout === whole) figures.whole++;
      if (!isShortInSilence(answer, whole)) continue;
      figures.short++;
      context.fail(`${fault}: ${call[0]} does not say that ${path.relative(home.folder, place)} was not read`);
    }
  }
  const { calls: injected, whole: found, short: missing } = figures;
  context.row({ fault, injected: `${injected} calls`, found, missing, seconds: 0, more: 'the others say so' });
}

/** A session whose plan is where the settings of its project say. Returns its ID. */
function writePlacedPlan(home, id) {
  const project = path.join(home.folder, 'placed');
  for (const name of ['.claude', 'notes']) fs.mkdirSync(path.join(project, name), { recursive: true });
  fs.writeFileSync(path.join(project, '.claude', 'settings.json'), '{"plansDirectory":"notes"}');
  fs.writeFileSync(path.join(project, 'notes', 'placed-plan.md'), '# Placed\n');
  home.write(id, 2, { project: '-placed', more: { slug: 'placed-plan', cwd: project } });
  return id;
}

/** It differs from the whole one, and says nowhere that something could not be read. */
function isShortInSilence({ code, stdout, stderr }, whole) {
  if (stdout === whole) return false;
  if (code !== 0) return /"error":"(?!unreadable|internal)/.test(stdout);
  return stderr === '' && !/"unreadable"|"unlisted":\[\{|"unread":\["/.test(stdout);
}

function limited(limit) {
  return ['sh', '-c', `ulimit -n ${limit} && exec "$@"`, 'sh'];
}

function setLimit(pid, limit) {
  const run = spawnSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}:`], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`prlimit: ${run.stderr}`);
}
