/**
 * Injects faults for real and looks whether anything is missing: node test/faults/run.mjs [fault …]. SEED repeats a
 * run, PATIENCE multiplies all bounds on a slow machine. README.md tells of each fault.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { appends } from './appends.mjs';
import { binDiskFull } from './binDiskFull.mjs';
import { cacheDamage } from './cacheDamage.mjs';
import { cacheDiskFull } from './cacheDiskFull.mjs';
import { cacheKills } from './cacheKills.mjs';
import { cacheWriters } from './cacheWriters.mjs';
import { changingLogs } from './changingLogs.mjs';
import { descriptors } from './descriptors.mjs';
import { inotifyLimits } from './inotifyLimits.mjs';
import { newFolders } from './newFolders.mjs';
import { noEvents } from './noEvents.mjs';
import { overflow } from './overflow.mjs';
import { replacedFolders } from './replacedFolders.mjs';
import { slowDisk } from './slowDisk.mjs';
import { vanishingRoots } from './vanishingRoots.mjs';
import { build } from './lib/build.mjs';

const faults = {
  appends,
  inotifyLimits,
  descriptors,
  overflow,
  newFolders,
  vanishingRoots,
  replacedFolders,
  noEvents,
  slowDisk,
  cacheKills,
  cacheDamage,
  cacheWriters,
  changingLogs,
  cacheDiskFull,
  binDiskFull,
};

if (process.platform !== 'linux') {
  console.log('faults: skipped, they are injected with means of Linux');
  process.exit(0);
}
const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(faults, name));
if (unknown.length > 0) {
  console.error(`faults: no ${unknown.join(', ')}; there are ${Object.keys(faults).join(', ')}`);
  process.exit(2);
}

const seed = Number(process.env.SEED ?? 20261122);
const patience = Number(process.env.PATIENCE ?? 1);
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-faults-')));
// Some processes run as another user.
fs.chmodSync(folder, 0o755);
const tools = await build(folder);
const table = [];
const failures = [];
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

console.log(`faults: SEED=${seed}`);
const started = performance.now();
for (const name of names.length > 0 ? names : Object.keys(faults)) {
  const begun = performance.now();
  try {
    await faults[name](contextOf(name));
  } catch (error) {
    failures.push(`${name}: ${error.stack}`);
  }
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  console.log(`${name}: ${secondsSince(begun)} s`);
}

console.table(table);
for (const failure of failures) console.error(`faults: FAILED ${failure}`);
console.log(`faults: ${failures.length === 0 ? 'nothing missing' : 'FAILED'} in ${secondsSince(started)} s`);
process.exit(failures.length === 0 ? 0 : 1);

/** What a fault is given: the tools, a folder, its own random numbers, and where it says what it found. */
function contextOf(name) {
  const own = path.join(folder, name);
  fs.mkdirSync(own);
  return {
    ...tools,
    folder: own,
    random: new tools.core.Seeded(seed),
    seed,
    /** Processes that must not outlive the fault. */
    started: (child) => {
      children.add(child);
      child.once('exit', () => children.delete(child));
    },
    row({ fault, injected, found, missing, seconds, bound, more = '' }) {
      const late = bound !== undefined && seconds > bound * patience;
      const time = { seconds: Number(seconds.toFixed(2)), bound: bound ?? '' };
      table.push({ fault, injected, found, missing, ...time, more });
      if (missing > 0 || late) failures.push(`${name}, ${fault}: ${missing} missing after ${seconds.toFixed(1)} s`);
    },
    skip(fault, reason) {
      table.push({ fault, injected: `skipped: ${reason}` });
    },
    /** `problem`: a sentence, or nothing when all is well. */
    fail(problem) {
      if (problem !== undefined) failures.push(`${name}: ${problem}`);
    },
  };
}

function secondsSince(start) {
  return ((performance.now() - start) / 1000).toFixed(0);
}
