/**
 * Twenty processes append to twenty logs, in pieces that end anywhere, and a live index follows. APPENDS sets the
 * number of entries (100,000).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { difference, Follower } from './lib/follower.mjs';
import { Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { settle } from './lib/waiting.mjs';

const writers = 20;
const script = fileURLToPath(new URL('appendWriter.mjs', import.meta.url));

export async function appends(context) {
  const each = Math.ceil(Number(process.env.APPENDS ?? 100_000) / writers);
  const home = new Home(context.folder);
  const ids = Array.from({ length: writers }, (_, n) => sessionIdOf(n));
  const projects = ids.map((_, n) => `-work-project-${n % 5}`);
  // Half of the logs are there before, the others appear.
  ids.forEach((id, n) => n % 2 === 0 && home.write(id, 0, { project: projects[n] }));
  const follower = await Follower.start(context, [home.root]);
  const children = ids.map((id, n) => {
    const args = [context.bundle, home.log(id, projects[n]), id, String(each), String(context.seed + n)];
    const child = fork(script, args);
    context.started(child);
    return child;
  });
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  if (codes.some((code) => code !== 0)) context.fail(`writers ended with ${codes.join(' ')}`);

  const expected = Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(each - 1) }]));
  const settled = await settle(follower, expected, 5);
  const { torn, announcements } = await follower.ask('state');
  const logs = await follower.ask('logs');
  for (const { path, entries, badLines, repairedLines, incompleteBytes } of logs) {
    if (entries !== each || badLines + repairedLines + incompleteBytes > 0)
      context.fail(`${path}: ${entries} of ${each} entries, ${badLines} bad, ${incompleteBytes} bytes incomplete`);
  }
  if (torn === 0) context.fail('no torn line was seen');
  context.fail(await difference(context, follower, [home.root]));
  const found = logs.reduce((sum, { entries }) => sum + entries, 0);
  context.row({
    ...settled,
    fault: 'appends',
    injected: `${writers * each} entries, ${writers} processes`,
    found,
    missing: Math.abs(writers * each - found),
    more: `${torn} torn tails seen, ${announcements} announcements`,
  });
  await follower.end();
}
