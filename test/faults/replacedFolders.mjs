/** A project directory is replaced by another one of the same name: what was watched is elsewhere now. */
import * as fs from 'node:fs';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { settle } from './lib/waiting.mjs';

const sessions = 50;
const rounds = 5;
const bound = 5;
const boundOfEvents = 1;

export async function replacedFolders(context) {
  const home = new Home(context.folder);
  const ids = Array.from({ length: sessions }, (_, n) => sessionIdOf(n));
  for (const id of ids) home.write(id);
  const follower = await Follower.start(context, [home.root]);
  const project = home.project();
  const grown = (n) => Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(n) }]));

  let slowest = 0;
  let slowestEvent = 0;
  let missing = 0;
  for (let n = 1; n <= rounds; n++) {
    const old = `${home.root}/old-${n}`;
    fs.cpSync(project, `${project}.new`, { recursive: true });
    fs.renameSync(project, old);
    fs.renameSync(`${project}.new`, project);
    for (const id of ids) home.append(id, 2 * n - 1);
    const settled = await settle(follower, grown(2 * n - 1), bound);
    for (const id of ids) home.append(id, 2 * n);
    const byEvent = await settle(follower, grown(2 * n), boundOfEvents);
    slowest = Math.max(slowest, settled.seconds);
    slowestEvent = Math.max(slowestEvent, byEvent.seconds);
    missing += settled.missing + byEvent.missing;
    // What happens in the old folder is nobody's business.
    fs.appendFileSync(`${old}/${ids[0]}.jsonl`, '{"type":"user"}\n');
    fs.rmSync(old, { recursive: true });
  }
  const found = rounds * 2 * sessions - missing;
  const fault = 'project directory replaced';
  context.row({ fault, injected: `${rounds} times, ${sessions} logs`, found, missing, seconds: slowest, bound });
  context.row({
    fault,
    injected: 'and then each log grows',
    found,
    missing,
    seconds: slowestEvent,
    bound: boundOfEvents,
  });
  context.fail(await difference(context, follower, [home.root]));
  await follower.end();
}
