/** A cache that is damaged, or something else in its place: the answer stays what it is without a cache. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { runCli } from './lib/cli.mjs';
import { Home } from './lib/home.mjs';
import { asPlainUser, isRoot, nobody } from './lib/system.mjs';

const flips = 20;
const cuts = 8;
const projects = 10;

export function cacheDamage(context) {
  const { random } = context;
  const home = new Home(context.folder);
  const ids = home.fill(200, projects);
  const cache = path.join(context.folder, 'cache');
  const args = ['sessions', '--all', '--json', '--claude-dir', home.root];
  const call = (wrap) => runCli(context, [...args, '--cache-dir', cache], { wrap });
  call();
  const [name] = fs.readdirSync(cache);
  const file = path.join(cache, name);

  const clear = () => {
    // A folder that is closed cannot be removed by a plain user.
    fs.chmodSync(cache, 0o700);
    fs.rmSync(cache, { recursive: true });
  };

  /** Damages a fresh cache, and asks twice: what the first call leaves behind is asked as well. */
  const damage = (fault, times, harm, wrap) => {
    const started = performance.now();
    let wrong = 0;
    for (let n = 0; n < times; n++) {
      clear();
      call();
      if (wrap !== undefined && isRoot) fs.chownSync(cache, nobody, nobody);
      // A log that grew makes the call look into what the cache says of its session.
      const at = random.below(ids.length);
      home.append(ids[at], 50 + n, `-work-project-${at % projects}`);
      const cold = runCli(context, [...args, '--no-cache']);
      harm();
      for (const answer of [call(wrap), call(wrap)]) {
        const isRight = answer.code === 0 && answer.stdout === cold.stdout && answer.stderr === '';
        if (isRight) continue;
        wrong++;
        context.fail(`${fault}: ${answer.signal ?? answer.code} ${answer.stderr.slice(0, 200)}`);
      }
    }
    const seconds = (performance.now() - started) / 1000;
    context.row({
      fault: `cache: ${fault}`,
      injected: `${times} times`,
      found: 2 * times - wrong,
      missing: wrong,
      seconds,
    });
  };

  damage('bits flipped', flips, () => {
    const bytes = fs.readFileSync(file);
    for (let n = random.below(8); n >= 0; n--) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
    fs.writeFileSync(file, bytes);
  });
  damage('cut', cuts, () => fs.truncateSync(file, random.below(fs.statSync(file).size)));
  damage('pieces exchanged', cuts, () => {
    const bytes = fs.readFileSync(file);
    const length = 1 + random.below(bytes.length / 4);
    bytes.copy(bytes, random.below(bytes.length - length), random.below(bytes.length - length));
    fs.writeFileSync(file, bytes);
  });
  damage('empty', 2, () => fs.truncateSync(file, 0));
  damage('zeros', 2, () => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size)));
  damage(
    'a folder in its place',
    2,
    () => (fs.rmSync(file), fs.mkdirSync(path.join(file, 'inner'), { recursive: true })),
  );
  damage('a FIFO in its place', 2, () => (fs.rmSync(file), spawnSync('mkfifo', [file])));
  damage('a link that leads to itself', 2, () => (fs.rmSync(file), fs.symlinkSync(name, file)));
  damage('a folder among its temporaries', 2, () => fs.mkdirSync(`${file}.2147483646.abc.tmp`));
  damage('its folder is a file', 2, () => (fs.rmSync(cache, { recursive: true }), fs.writeFileSync(cache, '')));
  const closed = isRoot ? asPlainUser : [];
  damage('unreadable', 2, () => fs.chmodSync(file, 0), closed);
  damage('its folder closed', 2, () => fs.chmodSync(cache, 0), closed);
  clear();
}
