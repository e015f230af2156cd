/**
 * A process that moves directories to the bin and back is killed at a random moment, again and again. After each kill
 * every directory must be whole in exactly one place. KILLS sets the number (1,000), SEED the moments.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { buildCore } from './bundle.mjs';

const kills = Number(process.env.KILLS ?? 1000);
const directories = 6;
const worker = fileURLToPath(new URL('killWorker.mjs', import.meta.url));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-kills-'));
const { outfile, core } = await buildCore(folder);
const seeded = new core.Seeded(Number(process.env.SEED ?? 20261122));
const random = () => seeded.next();
const sandbox = core.makeSandbox();
const scratch = path.join(sandbox.repository, '.erk/scratch/sessions');
const bin = path.join(sandbox.repository, '.erk/.session-scope-bin');
const ids = Array.from({ length: directories }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
for (const id of ids) layOut(path.join(scratch, id));
const contents = new Map(ids.map((id) => [id, core.snapshot(path.join(scratch, id))]));

const failures = [];
const figures = { inPlace: 0, inBin: 0, manifestAlone: 0, cyclesBeforeKill: 0 };
const started = performance.now();
for (let n = 0; n < kills && failures.length < 5; n++) {
  figures.cyclesBeforeKill += await killOnce();
  check(n);
  for (const entry of core.listBin([sandbox.repository])) {
    const result = core.restoreFromBin(entry);
    if (!result.restored || result.beside) failures.push(`kill ${n}: ${entry.entry} was not restored to its place`);
  }
  core.reconcileBins([sandbox.repository], Date.now() + 120_000);
  const left = fs.existsSync(bin) ? fs.readdirSync(bin) : [];
  if (left.some((name) => name !== '.gitignore')) failures.push(`kill ${n}: left in the bin: ${left.join(' ')}`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
sandbox.remove();
fs.rmSync(folder, { recursive: true, force: true });

console.log(`kill: ${kills} kills in ${seconds} s, ${directories} directories each`, figures);
for (const failure of failures) console.error(`kill: FAILED ${failure}`);
if (figures.inBin === 0 || figures.inPlace === 0) failures.push('no kill fell between two moves');
console.log(failures.length ? 'kill: FAILED' : 'kill: each directory whole in one place, always');
process.exit(failures.length ? 1 : 0);

/** How many rounds the process had made by then. */
async function killOnce() {
  const child = spawn(process.execPath, [worker, outfile, sandbox.repository], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let rounds = 0;
  child.stdout.on('data', (bytes) => (rounds += bytes.length));
  await once(child.stdout, 'data');
  const until = performance.now() + random() * 30;
  while (performance.now() < until);
  process.kill(child.pid, 'SIGKILL');
  const [, signal] = await exited;
  if (signal !== 'SIGKILL') failures.push('the process ended by itself');
  return rounds;
}

function check(n) {
  const entries = core.listBin([sandbox.repository]);
  for (const id of ids) {
    const places = [
      path.join(scratch, id),
      ...entries.filter((each) => each.sessionId === id).map((each) => path.join(bin, each.entry)),
    ];
    const found = places.filter((place) => fs.existsSync(place));
    if (found.length !== 1) failures.push(`kill ${n}: ${id} is in ${found.length} places`);
    else if (!isDeepStrictEqual(core.snapshot(found[0]), contents.get(id)))
      failures.push(`kill ${n}: ${id} is not whole`);
    else figures[found[0].startsWith(bin) ? 'inBin' : 'inPlace']++;
  }
  const names = fs.existsSync(bin) ? fs.readdirSync(bin) : [];
  figures.manifestAlone += names.filter((name) => name.endsWith('.json') && !names.includes(name.slice(0, -5))).length;
}

function layOut(place) {
  fs.mkdirSync(path.join(place, 'inner'), { recursive: true });
  for (const name of ['a', 'b', 'inner/c'])
    fs.writeFileSync(path.join(place, name), `${place} ${name}`, { mode: 0o640 });
  fs.symlinkSync(sandbox.outside, path.join(place, 'inner/link'));
  fs.chmodSync(place, 0o750);
}
