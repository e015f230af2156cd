/** What `ps` says, on systems that tell of processes by it alone. */

const longestRun = 2_000;
const mostOutput = 4 * 1024 * 1024;

/** The output of `ps` in the C locale and in UTC; `undefined` when there is none, or nothing that was asked for. Waits for it. */
export function askPs(args: readonly string[]): string | undefined {
  // Loaded where it is needed alone: it takes longer than to look at all of a small registry.
  const childProcess = process.getBuiltinModule?.('node:child_process');
  if (childProcess === undefined) return undefined;
  const { status, stdout } = childProcess.spawnSync('/bin/ps', args, {
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: longestRun,
    maxBuffer: mostOutput,
  });
  return status === 0 && stdout.trim() !== '' ? stdout : undefined;
}
