/** What this machine lets one do. */
import { spawnSync } from 'node:child_process';

/** The first user that owns nothing, whom modes and limits stop. */
export const nobody = 65534;
export const isRoot = process.getuid?.() === 0;

/** A command that runs another one as a user whom modes stop: root reads everything. */
export const asPlainUser = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];

/** A command that runs another one as root of a user namespace of its own, after a line of shell. */
export function inNamespace(setUp, flags = '-Ur') {
  return ['unshare', flags, 'sh', '-c', `${setUp} && exec "$@"`, 'sh'];
}

/** Whether a command works here. */
export function works(wrap) {
  const [command, ...args] = [...wrap, 'true'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
