/** Data roots that are not there at the start, appear, vanish and return. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { settle } from './lib/waiting.mjs';

const sessions = 100;
const bound = 5;
/** Once a root is back, appends arrive as events again. */
const boundOfEvents = 1;

export async function vanishingRoots(context) {
  const staying = new Home(context.folder, 'staying');
  const stays = sessionIdOf(0, 9);
  staying.write(stays);
  const root = path.join(context.folder, 'coming');
  const away = path.join(context.folder, 'away');
  const roots = [staying.root, root];
  const follower = await Follower.start(context, roots);
  const ids = Array.from({ length: sessions }, (_, n) => sessionIdOf(n));
  const there = (n) => Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(n) }]));
  const gone = Object.fromEntries(ids.map((id) => [id, null]));
  let home;

  const step = async (what, change, expected) => {
    change();
    const all = { ...expected, [stays]: { lastActivity: timeOf(0) } };
    const settled = await settle(follower, all, bound);
    context.row({ ...settled, fault: 'roots', injected: what });
    context.fail(await difference(context, follower, roots));
  };
  const make = (records) => {
    home = new Home(context.folder, 'coming');
    for (const [n, id] of ids.entries()) home.write(id, records, { project: `-work-${n % 10}` });
  };
  const appendToAll = async (n) => {
    // Until the comparison that found them has watched their folders.
    await follower.ask('state');
    for (const [at, id] of ids.entries()) home.append(id, n, `-work-${at % 10}`);
    const settled = await settle(follower, there(n), boundOfEvents);
    context.row({ ...settled, fault: 'roots', injected: 'and then each log grows' });
  };

  await step('a root appears', () => make(1), there(0));
  await appendToAll(1);
  await step('it is renamed away', () => fs.renameSync(root, away), gone);
  await step('it is renamed back', () => fs.renameSync(away, root), there(1));
  await appendToAll(2);
  await step('it is deleted', () => fs.rmSync(root, { recursive: true }), gone);
  await step('it is made anew', () => make(4), there(3));
  await appendToAll(4);
  await step('deleted and made anew at once', () => (fs.rmSync(root, { recursive: true }), make(6)), there(5));
  await appendToAll(6);
  await step('a file takes its place', () => (fs.renameSync(root, away), fs.writeFileSync(root, 'no folder')), gone);
  await step('a link to it takes the place of the file', () => (fs.rmSync(root), fs.symlinkSync(away, root)), there(6));
  await appendToAll(7);
  await step('the link leads nowhere', () => fs.rmSync(away, { recursive: true }), gone);
  const { problems } = await follower.ask('state');
  context.fail(problems.length > 0 ? `problems were reported: ${problems.join(', ')}` : undefined);
  await follower.end();
}
