/** More happens while the process is stopped than the kernel keeps events of: 16,384 by default. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { settle } from './lib/waiting.mjs';

const files = 40_000;
const events = 40_000;
const bound = 10;

export async function overflow(context) {
  const queue = Number(fs.readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  if (queue >= Math.min(files, events)) context.fail(`the queue holds ${queue} events: nothing was lost`);
  const home = new Home(context.folder);
  const known = Array.from({ length: 200 }, (_, n) => sessionIdOf(n, 1));
  for (const id of known) home.write(id);
  const follower = await Follower.start(context, [home.root]);

  const whileStopped = async (what, injected, change) => {
    follower.pause();
    const expected = change();
    follower.resume();
    context.row({ ...(await settle(follower, expected, bound)), fault: `overflow, ${what}`, injected });
  };
  const notes = Array.from({ length: 100 }, (_, n) => path.join(home.project(), `note-${n}.txt`));
  for (const note of notes) fs.writeFileSync(note, '');
  /** Fills the queue with what says nothing, so that all that comes behind is lost. */
  const fillQueue = () => {
    for (let n = 0; n < events; n++) fs.utimesSync(notes[n % notes.length], n, n);
  };

  await whileStopped('new logs', `${files} files while it is stopped`, () => {
    const ids = Array.from({ length: files }, (_, n) => sessionIdOf(n));
    for (const id of ids) home.write(id);
    return Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(0) }]));
  });
  await whileStopped('known logs', `${events} events, then ${known.length} logs change`, () => {
    fillQueue();
    known.forEach((id, n) => (n % 2 === 0 ? fs.rmSync(home.log(id)) : home.append(id, 1)));
    return Object.fromEntries(known.map((id, n) => [id, n % 2 === 0 ? null : { lastActivity: timeOf(1) }]));
  });
  // Nobody looks, so that no comparison comes by itself for half a minute.
  await follower.ask('hide');
  await whileStopped('view hidden', `${events} events, then ${known.length} logs change`, () => {
    fillQueue();
    known.forEach((id, n) => (n % 2 === 0 ? home.write(id) : home.append(id, 2)));
    return Object.fromEntries(known.map((id, n) => [id, { lastActivity: timeOf(n % 2 === 0 ? 0 : 2) }]));
  });
  context.fail(await difference(context, follower, [home.root]));
  await follower.end();
}
