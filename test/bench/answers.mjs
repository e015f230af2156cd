/** Whether the built CLI is right about a made-up data root: speed counts for nothing otherwise. */
import { spawnSync } from 'node:child_process';
import { cli } from './commands.mjs';

/** @returns {string[]} the sessions whose slugs are wrong in the answer */
export function wrongAnswers({ claudeDir, sessions }) {
  const [program, ...args] = cli('sessions', '--all', '--no-cache', '--claude-dir', claudeDir);
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  const answered = new Map(JSON.parse(stdout).map(({ sessionId, slugs }) => [sessionId, slugs.join()]));
  return sessions.filter(({ id, slug }) => answered.get(id) !== (slug ?? '')).map(({ id }) => id);
}
