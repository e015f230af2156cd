/** No file can be opened: the limit is low from the start, or falls while the process runs. */
import { spawnSync } from 'node:child_process';
import { runCli, Watch } from './lib/cli.mjs';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
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

/** With any limit at which Node starts at all the answer is whole, or it is an error. */
function lowestThatWorks(context, home) {
  const args = ['sessions', '--all', '--json', '--no-cache', '--claude-dir', home.root];
  const whole = runCli(context, args).stdout;
  const limits = Array.from({ length: 40 }, (_, n) => n + 8);
  const answers = limits.map((limit) => ({ limit, ...runCli(context, args, { wrap: limited(limit) }) }));
  const good = answers.filter(({ stdout }) => stdout === whole);
  const wrong = answers.filter(({ code, stdout }) => code === 0 && stdout !== whole);
  for (const { limit } of wrong) context.fail(`with ulimit -n ${limit} the answer is short, and no error`);
  context.row({
    fault: 'ulimit -n 8 to 47',
    injected: `${limits.length} calls of sessions`,
    found: good.length,
    missing: wrong.length,
    seconds: 0,
    more: `works from ${good[0]?.limit}; below, Node does not start`,
  });
}

function limited(limit) {
  return ['sh', '-c', `ulimit -n ${limit} && exec "$@"`, 'sh'];
}

function setLimit(pid, limit) {
  const run = spawnSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}:`], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`prlimit: ${run.stderr}`);
}
