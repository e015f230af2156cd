/**
 * Another process exchanges a folder on the way to task outputs, the bin or an entry of it for a link to a folder
 * outside that has files of the same names, or one output for a file outside, again and again while outputs are moved
 * to the bin and restored. Nothing outside may change, and each output must come back with its bytes. RACES sets the
 * number of rounds (1,000), SEED what is in them.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { kindOf, openDescriptors, startRace } from './startRace.mjs';

const rounds = Number(process.env.RACES ?? 1000);
const controls = Math.min(100, rounds);
const attempts = 40;
const id = '11111111-1111-4111-8111-111111111111';
const uid = process.getuid?.();

const { core, exchanger, random, end } = await startRace('outputs');
const rule = { now: Date.now(), maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };

/** What is exchanged with what: paths below the client's folder and beside it. */
const attacks = {
  'the folder of outputs, a link': [`-shop/${id}/tasks`, 'link'],
  'the folder of the process, a link': [`-shop/${id}`, 'link'],
  'the folder of the project, a link': ['-shop', 'link'],
  'the folder of the client, a link': ['', 'link'],
  'the bin, a link': ['.session-scope-bin', 'link'],
  'an output, a file': [`-shop/${id}/tasks/t0.output`, 'file'],
  'the entry, a link': [undefined, 'link'],
};
const figures = { moved: 0, kept: 0, restored: 0, beside: 0, notRestored: 0, exchanges: 0 };
const kept = {};
const failures = [];

const descriptors = openDescriptors();
const started = performance.now();
for (let n = 0; n < rounds && failures.length <= 5; n++) {
  const names = Object.keys(attacks);
  await race(n, names[n % names.length]);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (openDescriptors() !== descriptors) failures.push('descriptors were left open');
const control = await runControls();
end();

console.log(`outputs: ${rounds} rounds in ${seconds} s, ${figures.exchanges} exchanges`, figures, kept);
console.log(`outputs: careless moving changed the outside in ${control} of ${controls} controls`);
if (control === 0) failures.push('the exchanger never hurt a careless mover, so the figures above prove nothing');
if (figures.moved === 0 || figures.restored === 0) failures.push('nothing was ever moved and restored');
for (const failure of failures) console.error(`outputs: FAILED ${failure}`);
console.log(failures.length ? 'outputs: FAILED' : 'outputs: 0 changes outside, nothing lost');
process.exit(failures.length ? 1 : 0);

/** Moves and restores while the exchange runs; once it is put right, all must be back, and the outside as it was. */
async function race(n, attack) {
  const place = layOut();
  const { sandbox, client, tasks } = place;
  const [inside, partner] = attacks[attack];
  const b = partner === 'link' ? sandbox.outsideLink : path.join(sandbox.outside, 't0.output');
  const fail = (text) => failures.push(`round ${n}, ${attack}: ${text}`);
  const before = { outside: core.snapshot(sandbox.outside), tasks: core.snapshot(tasks) };
  const candidate = core.outputCandidate(id, tasks, place.names, place.host);

  let entry;
  if (inside === undefined) entry = tryMove(place, candidate);
  else {
    const a = path.join(client, inside);
    const kind = kindOf(a);
    await exchanger.go(a, b);
    entry = tryMove(place, candidate);
    figures.exchanges += await exchanger.stop();
    putRight(a, b, kind);
  }
  if (!isDeepStrictEqual(core.snapshot(sandbox.outside), before.outside)) fail('the outside changed by a move');

  if (entry) {
    const a = inside === undefined ? path.join(client, '.session-scope-bin', entry.entry) : path.join(client, inside);
    const kind = kindOf(a);
    await exchanger.go(a, b);
    const isBack = tryRestore(entry, attempts);
    figures.exchanges += await exchanger.stop();
    if (kind !== undefined) putRight(a, b, kind);
    // An output that was not there before the exchange began is the one that is not the file outside.
    else if (kindOf(b) !== place.outsideKind) exchange(a, b);
    if (!isBack) tryRestore(entry, 1);
  }
  // An entry goes once it is empty; where it was a link at that moment, an empty folder is left for the next sweep.
  core.reconcileBins([client], Date.now() + 1_000_000);
  const left = core.listOutputBins(place.host);
  if (left.length > 0) fail(`${left.length} entries are left, with ${left[0].files} files`);
  if (!isDeepStrictEqual(core.snapshot(tasks), before.tasks)) fail('the outputs are not what they were');
  if (!isDeepStrictEqual(core.snapshot(sandbox.outside), before.outside)) fail('the outside changed');
  sandbox.remove();
}

/** How many times moving by path takes something from outside under the same attack. */
async function runControls() {
  let harmed = 0;
  for (let n = 0; n < controls; n++) {
    const { sandbox, tasks, names } = layOut();
    const outside = core.snapshot(sandbox.outside);
    const away = path.join(sandbox.base, 'away');
    fs.mkdirSync(away);
    await exchanger.go(tasks, sandbox.outsideLink);
    for (let k = 0; k < attempts; k++) {
      for (const name of names) {
        try {
          if (fs.lstatSync(tasks).isDirectory()) fs.renameSync(path.join(tasks, name), path.join(away, name));
        } catch {
          // It is a link just then, or moved already.
        }
      }
    }
    await exchanger.stop();
    if (!isDeepStrictEqual(core.snapshot(sandbox.outside), outside)) harmed++;
    sandbox.remove();
  }
  return harmed;
}

/** A client's folder with a few outputs of one session, and files of the same names outside. */
function layOut() {
  const sandbox = core.makeSandbox();
  const tmp = path.join(sandbox.base, 'tmp');
  const client = path.join(tmp, uid === undefined ? 'claude' : `claude-${uid}`);
  const tasks = path.join(client, '-shop', id, 'tasks');
  fs.mkdirSync(tasks, { recursive: true });
  fs.mkdirSync(path.join(client, '.session-scope-bin'), { mode: 0o700 });
  fs.writeFileSync(path.join(client, '.session-scope-bin', '.gitignore'), '*\n');
  const names = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, n) => `t${n}.output`);
  for (const name of names) {
    const file = path.join(tasks, name);
    fs.writeFileSync(file, `${name} ${'x'.repeat(Math.floor(random() * 3000))}`);
    fs.chmodSync(file, [0o600, 0o644, 0o444][Math.floor(random() * 3)]);
    fs.utimesSync(file, rule.now / 1000 - 86_400, rule.now / 1000 - 86_400);
    fs.writeFileSync(path.join(sandbox.outside, name), 'precious');
  }
  const outsideKind = kindOf(path.join(sandbox.outside, 't0.output'));
  return { sandbox, client, tasks, names, outsideKind, host: { tmpDirs: [tmp], uid } };
}

function tryMove({ tasks, names, host }, candidate) {
  let result = { moved: false, reason: 'missing' };
  for (let k = 0; k < attempts && !result.moved; k++) {
    // An exchange of an output changes its time, so the preview is renewed as a person would who tries again.
    const fresh = core.outputCandidate(id, tasks, names, host) ?? candidate;
    result = core.moveOutputs(fresh, rule);
  }
  if (result.moved) {
    figures.moved++;
    return result.entry;
  }
  figures.kept++;
  kept[result.reason] = (kept[result.reason] ?? 0) + 1;
  return undefined;
}

function tryRestore(entry, times) {
  for (let k = 0; k < times; k++) {
    const result = core.restoreOutputs(entry);
    if (!result.restored) continue;
    figures.restored++;
    if (result.beside) figures.beside++;
    return true;
  }
  figures.notRestored++;
  return false;
}

/** Ends the attack: what was at `a` when it began is there again. */
function putRight(a, b, wanted) {
  if (kindOf(a) !== wanted && kindOf(b) === wanted) exchange(a, b);
}

function exchange(a, b) {
  const aside = `${b}.aside`;
  fs.renameSync(b, aside);
  if (kindOf(a) !== undefined) fs.renameSync(a, b);
  fs.renameSync(aside, a);
}
