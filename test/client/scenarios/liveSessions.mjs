/**
 * Clients that think, wait for a permission, idle and work in the background at the same time. What `claude agents
 * --json` and our own list say of each moment stands in rec/moments.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { say, call, pause } from '/opt/tools/mock.mjs';
import { sendPrompt } from './windows.mjs';

const dir = '/home/dev/work/shop';

export const rules = () => [
  { name: 'thinks', match: /think for long/i, steps: [[pause(20_000), say('Thought enough.')]] },
  {
    name: 'asks',
    match: /needs a permission/i,
    steps: [
      [call('Bash', { command: `mkdir -p ${dir}/made`, description: 'Make a folder' })],
      [say('Permission used.')],
    ],
  },
  { name: 'says', match: /say one word/i, steps: [[say('Word.')]] },
  {
    name: 'behind',
    match: /job in the back/i,
    steps: [[call('Bash', { command: 'sleep 20', description: 'Work' })], [say('Done.')]],
  },
];

export async function run(d) {
  d.project('work/shop');
  const worktree = path.join(d.HOME, 'work/shop-search');
  d.git(dir, 'worktree', 'add', '-q', worktree, '-b', 'search');
  d.trust(worktree);
  d.settings({ disableAutoMode: 'disable', permissions: { defaultMode: 'default', allow: ['Bash(sleep:*)'] } });
  const client = '/opt/client/node_modules/.bin/claude';
  const moments = [];
  const json = async (file, args) =>
    JSON.parse((await promisify(execFile)(file, args, { cwd: dir, env: d.env, timeout: 30_000 })).stdout);
  const agents = () => json(client, ['agents', '--json']);
  const ours = () =>
    json('node', [`${d.vars.marketplace}/plugin/dist/cli.js`, 'sessions', '--live', '--json', '--cwd', dir]);
  /** Ours between two equal answers of the client, so that all three are of one state. */
  const ask = async (what) => {
    for (let tries = 0; tries < 8; tries++) {
      const before = await agents();
      const own = await ours();
      const after = await agents();
      if (JSON.stringify(before) !== JSON.stringify(after)) continue;
      moments.push({ what, client: after, ours: own });
      return;
    }
    moments.push({ what, isUnsteady: true });
  };

  const idle = await d.tui('idle', dir);
  await sendPrompt(d, idle, 'Please say one word', 'says');
  await idle.wait(/Word\./, 30_000);
  await idle.idle();
  await ask('one idles');
  const asking = await d.tui('asks', worktree);
  await sendPrompt(d, asking, 'This needs a permission', 'asks');
  await asking.wait(/1\. Yes/i, 30_000);
  await ask('one idles, one waits in a worktree');
  const thinking = await d.tui('thinks', dir);
  await sendPrompt(d, thinking, 'Please think for long', 'thinks');
  await ask('one idles, one waits, one thinks');
  await promisify(execFile)(client, ['--bg', 'Please do the job in the back'], {
    cwd: dir,
    env: d.env,
    timeout: 30_000,
  }).catch(({ stderr }) => d.say(`no background session: ${stderr}`));
  await d.until(() => fs.readFileSync(path.join(d.rec, 'mock.jsonl'), 'utf8').includes('"rule":"behind"'), 15_000);
  await ask('and one works in the background');
  asking.kill9();
  await d.until(() => asking.dead(), 10_000);
  await ask('the one that waited was killed');
  await idle.quit();
  await ask('the one that idled has ended');
  thinking.kill9();
  fs.writeFileSync(path.join(d.rec, 'moments.json'), JSON.stringify(moments, undefined, 1));
}
