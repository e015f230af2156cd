/**
 * Logs are truncated, written anew, replaced, closed, deleted and come back while they are read: the reading process is
 * stopped at a random moment, the logs change, and it goes on. CHANGES sets the number (300).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { difference, Follower } from './lib/follower.mjs';
import { Home, records, sessionIdOf } from './lib/home.mjs';
import { asPlainUser, isRoot, nobody } from './lib/system.mjs';
import { stopwatch } from './lib/waiting.mjs';

const changes = Number(process.env.CHANGES ?? 300);
const compareEach = 20;
const logs = 8;
const bound = 5;

export async function changingLogs(context) {
  const { random } = context;
  const home = new Home(context.folder);
  const ids = Array.from({ length: logs }, (_, n) => sessionIdOf(n));
  const closed = new Set();
  let written = 0;
  /** Records that no log had before, so that what is left of an old reading shows. */
  const fresh = (id) => {
    written += 1000;
    const count = [3, 400, 6000][random.below(3)];
    const slug = `plan-${written}`;
    return records(id, written, written + count, { slug, cwd: `/work/at/${written}` });
  };
  for (const id of ids) {
    home.write(id, 0);
    fs.writeFileSync(home.log(id), fresh(id));
  }
  const follower = await Follower.start(context, [home.root], { wrap: asPlainUser });
  const done = {};
  let slowest = 0;
  let wrong = 0;
  for (let n = 1; n <= changes; n++) {
    // One change makes it read, the second one comes in the middle of the reading.
    change();
    await sleep(random.below(2) === 0 ? 0 : random.next() * 40);
    follower.pause();
    for (let count = 1 + random.below(3); count > 0; count--) change();
    follower.resume();
    if (n % compareEach > 0) continue;
    for (const file of closed) fs.chmodSync(file, 0o644);
    closed.clear();
    const { passed, stop } = stopwatch();
    let parted = await difference(context, follower, [home.root]);
    while (parted !== undefined && passed() < bound * 3) {
      await sleep(100);
      parted = await difference(context, follower, [home.root]);
    }
    slowest = Math.max(slowest, passed());
    stop();
    if (parted !== undefined) wrong++;
    context.fail(parted);
  }
  const kinds = Object.entries(done).map(([kind, count]) => `${count} ${kind}`);
  context.row({
    fault: 'logs change while read',
    injected: `${Object.values(done).reduce((sum, count) => sum + count)} changes`,
    found: changes / compareEach - wrong,
    missing: wrong,
    seconds: slowest,
    bound,
    more: kinds.join(', '),
  });
  const { problems } = await follower.ask('state');
  context.fail(problems.length > 0 ? `problems were reported: ${problems.join(', ')}` : undefined);
  await follower.end();

  function change() {
    const id = ids[random.below(ids.length)];
    const file = home.log(id);
    const kind = ['appended', 'cut', 'rewritten', 'replaced', 'rotated', 'closed', 'deleted', 'torn'][random.below(8)];
    if (closed.has(file) && !isRoot) fs.chmodSync(file, 0o644);
    const { size } = fs.statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    switch (kind) {
      case 'appended':
        fs.appendFileSync(file, fresh(id));
        break;
      case 'cut':
        if (size > 0) fs.truncateSync(file, random.below(size));
        break;
      case 'rewritten':
        // The same inode: emptied, and grown beyond where it was.
        fs.writeFileSync(file, fresh(id) + fresh(id));
        break;
      case 'replaced':
        fs.writeFileSync(`${file}.new`, fresh(id));
        fs.renameSync(`${file}.new`, file);
        break;
      case 'rotated':
        if (size > 0) fs.renameSync(file, path.join(home.root, 'rotated'));
        fs.writeFileSync(file, fresh(id));
        break;
      case 'closed':
        if (size === 0) fs.writeFileSync(file, fresh(id));
        if (isRoot) fs.chownSync(file, nobody, nobody);
        fs.chmodSync(file, 0);
        closed.add(file);
        break;
      case 'deleted':
        fs.rmSync(file, { force: true });
        break;
      case 'torn':
        fs.appendFileSync(file, fresh(id).slice(0, 100 + random.below(5000)));
        break;
    }
    if (kind !== 'closed' && closed.has(file)) {
      if (fs.existsSync(file)) fs.chmodSync(file, 0o644);
      closed.delete(file);
    }
    done[kind] = (done[kind] ?? 0) + 1;
  }
}
