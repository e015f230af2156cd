/** The disk of the cache is full: a small file system of its own, in a mount namespace of its own. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { runCli } from './lib/cli.mjs';
import { Home } from './lib/home.mjs';
import { works, inNamespace } from './lib/system.mjs';

const calls = 10;
const fault = 'disk of the cache full';

export function cacheDiskFull(context) {
  const disk = path.join(context.folder, 'disk');
  fs.mkdirSync(disk);
  const mount = `mount -t tmpfs -o size=64k none ${disk}`;
  if (!works(inNamespace(mount, '-Urm'))) return context.skip(fault, 'no file system can be mounted here');
  const home = new Home(context.folder);
  home.fill(1000);
  const args = ['sessions', '--all', '--json', '--claude-dir', home.root];
  const truth = runCli(context, [...args, '--no-cache']).stdout;
  const started = performance.now();
  const call = [process.execPath, context.cli, ...args, '--cache-dir', path.join(disk, 'cache')]
    .map((word) => `'${word}'`)
    .join(' ');
  const outputs = Array.from({ length: calls }, (_, n) => path.join(context.folder, `out-${n}`));
  // The last calls have room: the cache comes into being, and is read.
  const script = [
    mount,
    ...outputs.map((out) => `${call} > ${out} 2>&1; echo $? >> ${out}; ls -A ${disk}/cache | wc -l`),
    `mount -o remount,size=64m none ${disk}`,
    ...outputs.slice(0, 2).map((out) => `${call} > ${out}.room 2>&1; echo $? >> ${out}.room`),
    `ls -A ${disk}/cache`,
  ].join('\n');
  const run = spawnSync('unshare', ['-Urm', 'sh', '-c', script], { encoding: 'utf8' });
  const lines = run.stdout.trim().split('\n');
  const left = lines.slice(0, calls).map(Number);
  const answers = [...outputs, ...outputs.slice(0, 2).map((out) => `${out}.room`)].map((out) =>
    fs.readFileSync(out, 'utf8'),
  );
  const right = answers.filter((answer) => answer === `${truth}0\n`).length;
  if (left.some((count) => count > 0)) context.fail(`${fault}: left behind after each call: ${left.join(' ')}`);
  const kept = lines.slice(calls);
  if (kept.length !== 1 || !kept[0]?.endsWith('.bin')) context.fail(`${fault}: with room again: ${kept.join(' ')}`);
  context.row({
    fault,
    injected: `${calls} calls on 64 KB, 2 with room again`,
    found: right,
    missing: answers.length - right,
    seconds: (performance.now() - started) / 1000,
    more: `files left behind: ${Math.max(...left)}`,
  });
}
