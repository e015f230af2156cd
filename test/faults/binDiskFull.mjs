/**
 * The disk of the repository is full: no scratch directory can be moved to the bin, and none may be moved by half. A
 * small file system of its own, in a mount namespace of its own.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Home, sessionIdOf } from './lib/home.mjs';
import { inNamespace, works } from './lib/system.mjs';

const fault = 'disk of the bin full';
const directories = 10;

export function binDiskFull(context) {
  const disk = path.join(context.folder, 'disk');
  fs.mkdirSync(disk);
  const mount = `mount -t tmpfs -o size=128k,nr_inodes=200 none ${disk}`;
  if (!works(inNamespace(mount, '-Urm'))) return context.skip(fault, 'no file system can be mounted here');
  const home = new Home(context.folder);
  home.write(sessionIdOf(0, 1));
  const ids = Array.from({ length: directories }, (_, n) => sessionIdOf(n));
  const scratch = path.join(disk, '.erk', 'scratch');
  const call = `'${process.execPath}' '${context.cli}' clean-scratch --yes --json --no-cache --older-than 1h --cwd ${disk} --claude-dir ${home.root}`;
  const listing = `cd ${disk} && find .erk -path .erk/.session-scope-bin -prune -o -type f -print | sort && cd /`;
  const script = [
    mount,
    `mkdir -p ${disk}/.git ${scratch}`,
    `echo 'ref: refs/heads/main' > ${disk}/.git/HEAD`,
    ...ids.map((id) => `mkdir ${scratch}/${id} && echo ${id} > ${scratch}/${id}/notes.txt`),
    `find ${disk}/.erk -exec touch -d 2026-01-02 {} +`,
    `dd if=/dev/zero of=${disk}/filler bs=4k 2> /dev/null`,
    `${call} > ${context.folder}/full.json`,
    `(${listing}) > ${context.folder}/full.txt`,
    `find ${disk}/.erk/.session-scope-bin -mindepth 1 -not -name .gitignore 2> /dev/null > ${context.folder}/bin.txt`,
    `rm ${disk}/filler`,
    `${call} > ${context.folder}/room.json`,
    `(${listing}) > ${context.folder}/room.txt`,
  ].join('\n');
  const started = performance.now();
  spawnSync('unshare', ['-Urm', 'sh', '-c', script], { stdio: 'inherit' });
  const read = (name) => fs.readFileSync(path.join(context.folder, name), 'utf8');
  const [full, room] = ['full.json', 'room.json'].map((name) => JSON.parse(read(name)));
  const whole = ids.map((id) => `.erk/scratch/${id}/notes.txt\n`).join('');
  if (read('full.txt') !== whole) context.fail(`${fault}: what is left in place: ${read('full.txt')}`);
  if (read('bin.txt') !== '') context.fail(`${fault}: left in the bin: ${read('bin.txt')}`);
  if (read('room.txt') !== '') context.fail(`${fault}: with room again, left in place: ${read('room.txt')}`);
  const refused = full.kept.filter(({ reason }) => reason === 'bin-unusable').length;
  const found = refused + room.moved.length;
  context.row({
    fault,
    injected: `${directories} directories, and once more with room`,
    found,
    missing: 2 * directories - found,
    seconds: (performance.now() - started) / 1000,
    more: `${refused} kept, then ${room.moved.length} moved`,
  });
}
