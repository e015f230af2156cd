/** Which process started which. Linux: `/proc`. macOS: `ps`. Elsewhere nothing tells. */
import { parentOf } from './processes.ts';

/** The parent of a process; `undefined` for none, or where there is no such process. */
export type ProcessTree = (pid: number) => number | undefined;

/** Deepest chain of parents that is followed. */
const maxParents = 64;
const longestRun = 2_000;
const mostOutput = 4 * 1024 * 1024;

/**
 * The processes as they are now; `undefined` where nothing tells. `mayRunPrograms`: whether `ps` may be run, which is
 * waited for.
 */
export function processTree(
  mayRunPrograms: boolean,
  platform: NodeJS.Platform = process.platform,
): ProcessTree | undefined {
  if (platform === 'linux') return parentOf;
  return platform === 'darwin' && mayRunPrograms ? treeByPs() : undefined;
}

/** A process and those above it, nearest first. */
export function* lineOf(pid: number, tree: ProcessTree): Generator<number, void> {
  let at: number | undefined = pid;
  for (let i = 0; i < maxParents && at !== undefined && at > 0; i++) {
    yield at;
    at = tree(at);
  }
}

function treeByPs(): ProcessTree | undefined {
  const childProcess = process.getBuiltinModule?.('node:child_process');
  if (childProcess === undefined) return undefined;
  const { status, stdout } = childProcess.spawnSync('/bin/ps', ['-A', '-o', 'pid=,ppid='], {
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: longestRun,
    maxBuffer: mostOutput,
  });
  if (status !== 0) return undefined;
  return treeOfPs(stdout);
}

/** The tree in the lines that `ps -o pid=,ppid=` prints. */
export function treeOfPs(lines: string): ProcessTree {
  const parents = new Map<number, number>();
  for (const [, pid, parent] of lines.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)) parents.set(Number(pid), Number(parent));
  return (pid) => parents.get(pid);
}
