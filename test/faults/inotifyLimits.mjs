/** No watches, or not even one watcher, are left for this user: limits of a user namespace of its own. */
import { difference, Follower } from './lib/follower.mjs';
import { Watch } from './lib/cli.mjs';
import { agentIdOf, Home, sessionIdOf, timeOf } from './lib/home.mjs';
import { inNamespace, works } from './lib/system.mjs';
import { settle } from './lib/waiting.mjs';

const projects = 60;
const bound = 5;
const limits = {
  'max_user_watches 20': 'echo 20 > /proc/sys/user/max_inotify_watches',
  'max_user_instances 0': 'echo 0 > /proc/sys/user/max_inotify_instances',
};

export async function inotifyLimits(context) {
  for (const [name, setUp] of Object.entries(limits)) {
    const fault = `inotify, ${name}`;
    const wrap = inNamespace(setUp);
    if (works(wrap)) await follow(context, fault, wrap);
    else context.skip(fault, 'user namespaces or their limits cannot be set here');
  }
}

async function follow(context, fault, wrap) {
  const home = new Home(context.folder, fault.replaceAll(' ', '-'));
  const ids = Array.from({ length: projects }, (_, n) => sessionIdOf(n));
  const project = (n) => `-work-${n}`;
  for (const [n, id] of ids.entries()) home.write(id, 1, { project: project(n) });
  const follower = await Follower.start(context, [home.root], { wrap });
  const watch = await Watch.start(context, home, { wrap });
  const { polling } = await follower.ask('state');
  if (!polling) context.fail(`${fault}: does not say that it is polling`);

  for (const [n, id] of ids.entries()) home.append(id, 1, project(n));
  const others = ids.map((_, n) => sessionIdOf(n, 1));
  for (const [n, id] of others.entries()) home.write(id, 1, { project: project(n) });
  for (const [n, id] of others.entries()) home.writeAgent(id, agentIdOf(n), project(n));
  const expected = {
    ...Object.fromEntries(ids.map((id) => [id, { lastActivity: timeOf(1) }])),
    ...Object.fromEntries(others.map((id) => [id, { agents: 1 }])),
  };
  const injected = `${projects} folders: ${2 * projects} logs change, ${projects} agents`;
  const settled = [await settle(follower, expected, bound), await settle(watch, expected, bound)];
  context.row({ ...settled[0], fault, injected, more: `polling: ${polling}` });
  // The second one began to wait when the first one was done.
  const seconds = settled[0].seconds + settled[1].seconds;
  const warned = watch.warnings.length;
  context.row({ ...settled[1], seconds, fault, injected: 'the same, watch', more: `${warned} warnings` });
  if (warned !== 1) context.fail(`${fault}: watch warned ${warned} times, first: ${watch.warnings[0]}`);
  context.fail(await difference(context, follower, [home.root]));
  await follower.end();
  const code = await watch.end();
  if (code !== 0) context.fail(`${fault}: watch ended with ${code}`);
}
