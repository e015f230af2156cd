/**
 * Another process exchanges a folder on the way to task outputs, or one of them, for a link to something outside or for a folder with
 * files of the same names, again and again while they are moved to the bin and back. Nothing outside may change, and each output
 * must be there again. RACES sets the number of rounds (1,000), SEED what is in the files; HANDLES=path tries the way of systems
 * without /proc, which narrows the race and does not close it.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildCore } from './bundle.mjs';
import { startExchanger, whyNoExchanger } from './exchanger.mjs';

const rounds = Number(process.env.RACES ?? 1000);
const attempts = 40;
const id = '11111111-1111-4111-8111-111111111111';
const names = Array.from({ length: 6 }, (_, n) => `task${n}.output`);
const handles = process.env.HANDLES;
const now = Date.now();
const rule = { now, maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };

const reason = whyNoExchanger();
if (reason) {
  console.log(`outputs: skipped, ${reason}`);
  process.exit(0);
}

/** What is exchanged, from the client's folder, and for what: a link outside, or a folder with files of the same names. */
const attacks = {
  'the folder, a link': [`-shop/${id}/tasks`, 'outsideLink'],
  'the folder, a folder outside': [`-shop/${id}/tasks`, 'decoy'],
  'the folder of the session, a link': [`-shop/${id}`, 'outsideLink'],
  'the folder of the project, a link': ['-shop', 'outsideLink'],
  'the client, a link': ['', 'outsideLink'],
  'the bin, a link': ['.session-scope-bin', 'outsideLink'],
  'an output, a link': [`-shop/${id}/tasks/${names[2]}`, 'fileLink'],
  'an output, a folder': [`-shop/${id}/tasks/${names[2]}`, 'decoy'],
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-races-'));
const { core } = await buildCore(folder);
const seeded = new core.Seeded(Number(process.env.SEED ?? 20261122));
const exchanger = startExchanger();
const figures = { moved: 0, kept: 0, restored: 0, notRestored: 0, exchanges: 0 };
const kept = {};
const failures = [];
const descriptors = openDescriptors();
const started = performance.now();
for (let n = 0; n < rounds && failures.length <= 5; n++) {
  const attack = Object.keys(attacks)[n % Object.keys(attacks).length];
  await race(n, attack);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (openDescriptors() !== descriptors) failures.push('descriptors were left open');
if (figures.moved === 0 || figures.kept === 0) failures.push('no exchange fell into a move');
exchanger.end();
fs.rmSync(folder, { recursive: true, force: true });

console.log(`outputs: ${rounds} rounds in ${seconds} s, ${figures.exchanges} exchanges`, figures, kept);
for (const failure of failures) console.error(`outputs: FAILED ${failure}`);
console.log(failures.length ? 'outputs: FAILED' : 'outputs: 0 changes outside, nothing lost');
process.exit(failures.length ? 1 : 0);

async function race(n, attack) {
  const fail = (text) => failures.push(`round ${n}, ${attack}: ${text}`);
  const { sandbox, client, tasks, places } = layOut();
  const [inside, partner] = attacks[attack];
  const a = path.join(client, inside);
  const b = places[partner];
  const host = { tmpDirs: [path.dirname(client)], uid: process.getuid() };
  const wanted = core.snapshot(tasks);
  const before = { a: kindOf(a), outside: core.snapshot(sandbox.outside), decoy: core.snapshot(places.decoy) };
  const shown = core.outputCandidate(id, tasks, names, host);
  // An exchange changes an output's time of change, so the preview is renewed as a person would who tries again.
  const isOfOutput = attack.startsWith('an output');
  const preview = () => (isOfOutput ? core.outputCandidate(id, tasks, names, host) : undefined) ?? shown;

  await exchanger.go(a, b);
  move(preview);
  // A real folder that stands in the folder's place is the folder, for who restores to that place.
  const isRaced = n % 2 === 0 && attack !== 'the folder, a folder outside';
  if (!isRaced) await stop(a, b, before.a);
  // The list is looked at again, as a person would who finds nothing in it.
  for (let k = 0; k < attempts; k++) {
    for (const entry of core.listOutputBins(host)) {
      const { restored } = core.restoreOutputs(entry, { handles });
      figures[restored ? 'restored' : 'notRestored']++;
    }
  }
  if (isRaced) await stop(a, b, before.a);
  for (const entry of core.listOutputBins(host)) core.restoreOutputs(entry, { handles });

  const left = core.listOutputBins(host);
  if (left.length > 0) fail(`${left.length} entries could not be restored`);
  if (!isDeepStrictEqual(core.snapshot(tasks), wanted)) fail('an output is missing or changed');
  if (!isDeepStrictEqual(core.snapshot(sandbox.outside), before.outside)) fail('the outside changed');
  if (!isDeepStrictEqual(core.snapshot(places.decoy), before.decoy)) fail('the folder outside changed');
  sandbox.remove();
}

function move(preview) {
  for (let k = 0; k < attempts; k++) {
    const result = core.moveOutputs(preview(), rule, { handles });
    if (result.moved) figures.moved++;
    else {
      figures.kept++;
      kept[result.reason] = (kept[result.reason] ?? 0) + 1;
    }
  }
}

/** Ends the attack: what was at `a` when it began is there again, if both are still somewhere. */
async function stop(a, b, wanted) {
  figures.exchanges += await exchanger.stop();
  if (kindOf(a) === undefined || kindOf(b) === undefined || kindOf(a) === wanted) return;
  const aside = `${b}.aside`;
  fs.renameSync(b, aside);
  fs.renameSync(a, b);
  fs.renameSync(aside, a);
}

/** A client's folder with a session's outputs, and files of the same names outside. */
function layOut() {
  const sandbox = core.makeSandbox();
  const client = path.join(sandbox.base, 'tmp', `claude-${process.getuid()}`);
  const tasks = path.join(client, '-shop', id, 'tasks');
  const decoy = path.join(sandbox.base, 'decoy');
  fs.mkdirSync(path.join(client, '.session-scope-bin'), { recursive: true, mode: 0o700 });
  for (const place of [tasks, decoy, sandbox.outside]) {
    fs.mkdirSync(place, { recursive: true });
    for (const name of names) write(path.join(place, name));
  }
  const fileLink = path.join(sandbox.base, 'file-link');
  fs.symlinkSync(path.join(sandbox.outside, names[2]), fileLink);
  return { sandbox, client, tasks, places: { decoy, fileLink, outsideLink: sandbox.outsideLink } };
}

function write(file) {
  fs.writeFileSync(file, String(seeded.next()).repeat(1 + Math.floor(seeded.next() * 200)));
  fs.utimesSync(file, now / 1000 - 86_400, now / 1000 - 86_400);
}

/** Identity that survives an exchange. */
function kindOf(location) {
  const stat = fs.lstatSync(location, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}

function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}
