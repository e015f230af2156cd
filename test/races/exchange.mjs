/**
 * Another process exchanges a folder of the scratch tree for a link to a folder outside, or for another folder, again
 * and again while directories are moved to the bin, restored and deleted. Nothing outside may change, and nothing may
 * be lost. RACES sets the number of trees (1,000), SEED what is in them; HANDLES=path tries the way of systems without
 * /proc, which narrows the race and does not close it.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { kindOf, openDescriptors, startRace } from './startRace.mjs';

const trees = Number(process.env.RACES ?? 1000);
const controls = Math.min(100, trees);
const attempts = 40;
const id = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';

const { core, exchanger, random, end } = await startRace('exchange');
const handles = process.env.HANDLES;
const rule = { now: Date.now(), maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };

/** What is exchanged with what: paths below the repository and beside it. */
const attacks = {
  'the directory, a link': ['.erk/scratch/sessions/ID', 'link'],
  'the directory, a folder outside': ['.erk/scratch/sessions/ID', 'decoy'],
  'sessions, a link': ['.erk/scratch/sessions', 'link'],
  'scratch, a link': ['.erk/scratch', 'link'],
  '.erk, a link': ['.erk', 'link'],
  'the repository, a link': ['', 'link'],
  'a folder inside, a link': ['.erk/scratch/sessions/ID/inner', 'link'],
  'a deeper folder, a link': ['.erk/scratch/sessions/ID/inner/deep', 'link'],
  'the bin, a link': ['.erk/.session-scope-bin', 'link'],
};
const figures = {
  moved: 0,
  kept: 0,
  stranded: 0,
  restored: 0,
  beside: 0,
  notRestored: 0,
  emptied: 0,
  incomplete: 0,
  exchanges: 0,
};
const kept = {};
const failures = [];

const descriptors = openDescriptors();
const started = performance.now();
for (let n = 0; n < trees; n++) {
  const names = Object.keys(attacks);
  await (n % 4 === 3 ? raceEmptying(n) : raceCleaning(n, names[n % names.length]));
  if (failures.length > 5) break;
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (openDescriptors() !== descriptors) failures.push('descriptors were left open');
const control = await runControls();
end();

console.log(`exchange: ${trees} trees in ${seconds} s, ${figures.exchanges} exchanges`, figures, kept);
console.log(`exchange: careless deleting changed the outside in ${control} of ${controls} controls`);
if (control === 0) failures.push('the exchanger never hurt a careless deleter, so the figures above prove nothing');
for (const failure of failures) console.error(`exchange: FAILED ${failure}`);
console.log(failures.length ? 'exchange: FAILED' : 'exchange: 0 changes outside, nothing lost');
process.exit(failures.length ? 1 : 0);

/** Move and restore while the exchange runs; then everything must be somewhere, and equal. */
async function raceCleaning(n, attack) {
  const { sandbox, scratch, decoy } = layOut();
  const [inside, partner] = attacks[attack];
  const a = path.join(sandbox.repository, inside.replace('ID', id));
  const b = partner === 'link' ? sandbox.outsideLink : decoy;
  fs.mkdirSync(path.join(sandbox.repository, '.erk/.session-scope-bin'));
  const fail = (text) => failures.push(`tree ${n}, ${attack}: ${text}`);
  const before = { a: kindOf(a), outside: core.snapshot(sandbox.outside), decoy: core.snapshot(decoy) };
  const wanted = [id, other].map((each) => path.join(scratch, each));
  const candidates = core.scratchCandidates([sandbox.repository], { handles });
  const contents = new Map(wanted.map((each) => [each, core.snapshot(each)]));

  await exchanger.go(a, b);
  const entries = candidates.flatMap((candidate) => tryMove(candidate));
  figures.exchanges += await exchanger.stop();
  const asMoved = new Map(entries.map((entry) => [entry, snapshotIfThere(inBin(sandbox, entry))]));

  const isRaced = n % 2 === 0;
  if (isRaced) await exchanger.go(a, b);
  const places = new Map(entries.map((entry) => [entry, tryRestore(entry, isRaced ? attempts : 0)]));
  if (isRaced) figures.exchanges += await exchanger.stop();
  // What the attack left exchanged is put right by hand: what counts is that everything is there, and is what was
  // moved.
  putRight(a, b, before.a);
  for (const entry of entries) {
    const isBack =
      places.get(entry) !== undefined || (fs.existsSync(entry.path) && !fs.existsSync(inBin(sandbox, entry)));
    const place = isBack ? (places.get(entry) ?? entry.path) : tryRestore(entry, 1);
    putRight(a, b, before.a);
    if (place === undefined) fail(`${entry.path} could not be restored`);
    else if (!equalsOne(core.snapshot(place), [asMoved.get(entry), contents.get(entry.path)])) {
      fail(`${entry.path} is not what was moved`);
    }
  }
  for (const place of wanted) {
    const found = [place, `${place}.restored-1`].filter((each) => fs.existsSync(each));
    if (found.length !== 1) fail(`${place} is in ${found.length} places`);
    else if (!isDeepStrictEqual(core.snapshot(found[0]), contents.get(place))) fail(`${place} changed`);
  }
  if (!isDeepStrictEqual(core.snapshot(sandbox.outside), before.outside)) fail('the outside changed');
  if (!isDeepStrictEqual(core.snapshot(decoy), before.decoy)) fail('the folder outside changed');
  sandbox.remove();
}

/** Delete for good while the exchange runs: whatever else happens, the outside stays. */
async function raceEmptying(n) {
  const { sandbox } = layOut();
  const fail = (text) => failures.push(`tree ${n}, emptying: ${text}`);
  const outside = core.snapshot(sandbox.outside);
  const entries = core.scratchCandidates([sandbox.repository], { handles }).flatMap((each) => tryMove(each));
  const [entry] = entries.filter(({ sessionId }) => sessionId === id);
  if (!entry || entries.length !== 2) fail('nothing was moved');
  const bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
  const targets = [
    bin,
    inBin(sandbox, entry),
    path.join(inBin(sandbox, entry), 'inner'),
    path.join(inBin(sandbox, entry), 'inner/deep'),
  ];
  const target = targets[Math.floor(n / 4) % (targets.length + 2)];
  if (target) await exchanger.go(target, sandbox.outsideLink);
  else await exchanger.hunt(bin, core.doomedPrefix, sandbox.outsideLink);
  for (let k = 0; k < 3; k++) {
    const { deleted, incomplete } = core.emptyBin(entries, { handles });
    figures.emptied += deleted.length;
    figures.incomplete += incomplete.length;
  }
  figures.exchanges += await exchanger.stop();
  if (!isDeepStrictEqual(core.snapshot(sandbox.outside), outside)) fail('the outside changed');
  sandbox.remove();
}

/** How many times a recursive delete by path destroys something outside under the same attack. */
async function runControls() {
  let harmed = 0;
  for (let n = 0; n < controls; n++) {
    const { sandbox, scratch } = layOut();
    for (let k = 0; k < 100; k++) fs.writeFileSync(path.join(scratch, id, 'inner', `keep${k}`), '');
    const outside = core.snapshot(sandbox.outside);
    await exchanger.go(path.join(scratch, id, 'inner'), sandbox.outsideLink);
    await fs.promises.rm(path.join(scratch, id), { recursive: true, force: true }).catch(() => undefined);
    await exchanger.stop();
    if (!isDeepStrictEqual(core.snapshot(sandbox.outside), outside)) harmed++;
    sandbox.remove();
  }
  return harmed;
}

/** Two session directories with random content, and a folder outside that can be exchanged for one. */
function layOut() {
  const sandbox = core.makeSandbox();
  const scratch = path.join(sandbox.repository, '.erk/scratch/sessions');
  const decoy = path.join(sandbox.base, 'decoy');
  fs.mkdirSync(decoy);
  fs.writeFileSync(path.join(decoy, 'decoy.txt'), 'decoy');
  for (const each of [id, other]) {
    const place = path.join(scratch, each);
    fs.mkdirSync(path.join(place, 'inner/deep'), { recursive: true });
    fill(place, sandbox);
    fill(path.join(place, 'inner'), sandbox);
    fill(path.join(place, 'inner/deep'), sandbox);
    fs.chmodSync(place, pick([0o700, 0o750, 0o755]));
  }
  return { sandbox, scratch, decoy };
}

function fill(place, sandbox) {
  for (let k = Math.floor(random() * 6); k >= 0; k--) {
    const name = path.join(place, `e${k}`);
    const kind = random();
    if (kind < 0.15) fs.symlinkSync(pick([sandbox.outside, '..', 'e0', '/etc/passwd', `e${k}`]), name);
    else if (kind < 0.3) fs.mkdirSync(name, { mode: pick([0o700, 0o755, 0o711]) });
    else if (kind < 0.35) fs.linkSync(path.join(sandbox.outside, 'keep0'), name);
    else {
      fs.writeFileSync(name, 'x'.repeat(Math.floor(random() * 3000)));
      fs.chmodSync(name, pick([0o600, 0o644, 0o755, 0o444]));
    }
  }
}

function tryMove(candidate) {
  let result = { moved: false, reason: 'missing' };
  for (let k = 0; k < attempts && !result.moved && !result.stranded; k++) {
    // Each exchange changes the folder's time of change, so the preview is renewed as a person would who tries again.
    const fresh = core.scratchCandidateAt(candidate.path, { handles }) ?? candidate;
    result = core.moveToBin(fresh, rule, { handles });
  }
  if (result.moved) {
    figures.moved++;
    return [result.entry];
  }
  figures.kept++;
  kept[result.reason] = (kept[result.reason] ?? 0) + 1;
  if (result.stranded) {
    figures.stranded++;
    failures.push(`${candidate.path} was left in the bin as ${result.stranded.entry}`);
  }
  return [];
}

/** Where it stands again. */
function tryRestore(entry, times) {
  for (let k = 0; k < times; k++) {
    const result = core.restoreFromBin(entry, { handles });
    if (!result.restored) continue;
    figures.restored++;
    if (result.beside) figures.beside++;
    return result.path;
  }
  if (times > 0) figures.notRestored++;
  return undefined;
}

/** Ends the attack: what was at `a` when it began is there again, if both are still somewhere. */
function putRight(a, b, wanted) {
  if (kindOf(a) === undefined || kindOf(b) === undefined || kindOf(a) === wanted) return;
  const aside = `${b}.aside`;
  fs.renameSync(b, aside);
  fs.renameSync(a, b);
  fs.renameSync(aside, a);
}

function inBin(sandbox, entry) {
  return path.join(sandbox.repository, ...entry.binBase, entry.entry);
}

function equalsOne(tree, trees) {
  return trees.some((each) => isDeepStrictEqual(tree, each));
}

function snapshotIfThere(location) {
  return fs.existsSync(location) ? core.snapshot(location) : undefined;
}

function pick(values) {
  return values[Math.floor(random() * values.length)];
}
