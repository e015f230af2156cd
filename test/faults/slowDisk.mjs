/**
 * A disk that takes half a second for each call: strace holds back every call that touches one data root, and that
 * alone.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from '../fixtures/bundle.mjs';
import { Watch } from './lib/cli.mjs';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { works } from './lib/system.mjs';
import { settle, stopwatch } from './lib/waiting.mjs';

const fault = 'slow disk';
/** Seconds that each call takes there. */
const delay = 0.5;
const slowLogs = 4;
const otherLogs = 200;
const hostScript = fileURLToPath(new URL('lib/hostProcess.mjs', import.meta.url));

export async function slowDisk(context) {
  const [slow, other] = [new Home(context.folder, 'slow'), new Home(context.folder, 'other')];
  const [slowIds, otherIds] = [slowLogs, otherLogs].map((count, n) =>
    Array.from({ length: count }, (_, at) => sessionIdOf(at, n)),
  );
  for (const id of slowIds) slow.write(id);
  for (const id of otherIds) other.write(id);
  const wrap = slowedDown(slow.root);
  if (!works(wrap)) return context.skip(fault, 'strace cannot hold calls back here');
  const roots = [other.root, slow.root];
  const atStart = (ids) => Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(0) }]));

  // Roots are read in their order: one that is slow and comes first is waited for.
  const follower = new Follower(context, 'live', roots, wrap);
  // Before, the slow one's two folders are listed in six calls, and rows are told after a log or two of it, at three
  // calls each.
  const others = await settle(follower, atStart(otherIds), 12 * delay + 1);
  if ((await follower.missing(atStart(slowIds))) === 0) context.fail('the slow disk was not slow');
  const whole = `${otherLogs} logs on another disk, while ${slowLogs} are read on the slow one`;
  context.row({ ...others, fault: `${fault}, the other one`, injected: whole });
  // To be found, opened, looked at and read, a log takes some ten calls, and a comparison with the disk may come in
  // between.
  const bound = slowLogs * 20 * delay;
  context.row({ ...(await settle(follower, atStart(slowIds), bound)), fault, injected: `${slowLogs} logs` });

  for (const id of otherIds) other.append(id, 1);
  const grown = Object.fromEntries(otherIds.map((id) => [id, { lastActivity: timeOf(1) }]));
  context.row({ ...(await settle(follower, grown, 5)), fault: `${fault}, the other one`, injected: 'its logs grow' });
  for (const id of slowIds) slow.append(id, 1);
  const slowly = Object.fromEntries(slowIds.map((id) => [id, { lastActivity: timeOf(1) }]));
  context.row({ ...(await settle(follower, slowly, bound)), fault, injected: `${slowLogs} logs grow` });
  context.fail(await difference(context, follower, roots));
  await follower.end();

  await endsWhileReading(context, slow, wrap);
  await hostStaysFree(context, slow, wrap);
}

/** A command that runs another one, whose calls on anything in a data root each take that long. */
function slowedDown(root) {
  const places = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name));
  const calls = 'openat,pread64,statx,getdents64';
  const inject = `inject=${calls}:delay_enter=${delay * 1e6}`;
  const options = ['-D', '-f', '-q', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', inject];
  return ['strace', ...options, ...[root, ...places].flatMap((place) => ['-P', place])];
}

async function endsWhileReading(context, home, wrap) {
  const watch = new Watch(context, home, wrap);
  await sleep(4 * delay * 1000);
  const { passed, stop } = stopwatch();
  const code = await watch.end();
  const seconds = passed();
  stop();
  if (watch.rows.size === slowLogs) context.fail('watch had read all before it was ended');
  context.row({
    fault: `${fault}, watch is ended`,
    injected: 'SIGTERM while it reads',
    found: `exit code ${code}`,
    missing: code === 0 ? 0 : 1,
    seconds,
    bound: 5,
  });
}

/** The extension's thread beside its worker: held back itself, it would be blocked for at least one call. */
async function hostStaysFree(context, home, wrap) {
  const worker = path.join(context.folder, 'worker.cjs');
  await esbuild.build({
    entryPoints: [path.join(root, 'src/worker/sessionWorker.ts')],
    bundle: true,
    platform: 'node',
    outfile: worker,
    logLevel: 'error',
  });
  const [command, ...args] = [...wrap, process.execPath, hostScript, worker, home.root];
  const host = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  context.started(host);
  let output = '';
  host.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await once(host, 'close');
  const { sessions, longestBlock } = JSON.parse(output);
  context.row({
    fault: `${fault}, the thread beside the worker`,
    injected: `${slowLogs} logs, longest block`,
    found: sessions,
    missing: slowLogs - sessions,
    seconds: longestBlock,
    bound: delay,
  });
}
