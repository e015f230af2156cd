/** Folders that have files in them before they can be watched. */
import { difference, Follower } from './lib/follower.mjs';
import { agentIdOf, Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { settle } from './lib/waiting.mjs';

const folders = 2000;
const bound = 5;

export async function newFolders(context) {
  const home = new Home(context.folder);
  const ids = Array.from({ length: folders }, (_, n) => sessionIdOf(n));
  for (const id of ids.slice(0, folders / 2)) home.write(id);
  const follower = await Follower.start(context, [home.root]);

  for (const [n, id] of ids.entries()) home.writeAgent(id, agentIdOf(n));
  const withAgents = Object.fromEntries(ids.map((id) => [id, { agents: 1 }]));
  context.row({
    ...(await settle(follower, withAgents, bound)),
    fault: 'new folders of agents',
    injected: `${folders} folders with a log each`,
  });

  const others = ids.map((_, n) => sessionIdOf(n, 2));
  for (const [n, id] of others.entries()) home.write(id, 1, { project: `-work-new-${n}` });
  const known = Object.fromEntries(others.map((id) => [id, { lastActivity: timeOf(0) }]));
  context.row({
    ...(await settle(follower, known, bound)),
    fault: 'new project directories',
    injected: `${folders} folders with a log each`,
  });
  context.fail(await difference(context, follower, [home.root]));
  await follower.end();
}
