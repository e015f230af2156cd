/**
 * A file system without events: the follower sees the data root through an overlay, and the files are written to what
 * lies below it, which the kernel does not tell the overlay's watchers.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { inNamespace, works } from './lib/system.mjs';
import { settle } from './lib/waiting.mjs';

const sessions = 200;
const bound = 5;

export async function noEvents(context) {
  const fault = 'no events';
  const place = (name) => path.join(context.folder, name);
  for (const name of ['lower', 'upper', 'work', 'merged']) fs.mkdirSync(place(name));
  const options = `lowerdir=${place('lower')},upperdir=${place('upper')},workdir=${place('work')}`;
  const wrap = inNamespace(`mount -t overlay -o ${options} overlay ${place('merged')}`, '-Urm');
  if (!works(wrap)) return context.skip(fault, 'no overlay can be mounted here');

  const home = new Home(place('upper'));
  const ids = Array.from({ length: sessions }, (_, n) => sessionIdOf(n));
  for (const id of ids.slice(0, sessions / 2)) home.write(id);
  const follower = await Follower.start(context, [path.join(place('merged'), '.claude')], { wrap });
  const before = await follower.ask('state');

  for (const id of ids.slice(0, sessions / 2)) home.append(id, 1);
  const grown = Object.fromEntries(ids.slice(0, sessions / 2).map((id) => [id, { lastActivity: timeOf(1) }]));
  const byComparison = await settle(follower, grown, bound);
  const injected = `${sessions / 2} logs grow below an overlay`;
  if (byComparison.seconds < 0.5) context.fail('the overlay sent events for changes below it');
  context.row({ ...byComparison, fault, injected, more: `polling: ${before.polling}` });

  for (const id of ids.slice(sessions / 2)) home.write(id, 1, { project: `-work-${id.slice(0, 8)}` });
  const added = Object.fromEntries(ids.slice(sessions / 2).map((id) => [id, { lastActivity: timeOf(0) }]));
  context.row({
    ...(await settle(follower, added, bound)),
    fault,
    injected: `${sessions / 2} logs appear there in new folders`,
  });
  await follower.end();
}
