/** Which process started which. Linux: `/proc`. macOS: `ps`. Elsewhere nothing tells. */
import { parentOf } from './processes.ts';
import { askPs } from './ps.ts';

/** The parent of a process; `undefined` for none, or where there is no such process. */
export type ProcessTree = (pid: number) => number | undefined;

/** Deepest chain of parents that is followed. */
const maxParents = 64;

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
  const lines = askPs(['-A', '-o', 'pid=,ppid=']);
  return lines === undefined ? undefined : treeOfPs(lines);
}

/** The tree in the lines that `ps -o pid=,ppid=` prints. */
export function treeOfPs(lines: string): ProcessTree {
  const parents = new Map<number, number>();
  for (const [, pid, parent] of lines.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)) parents.set(Number(pid), Number(parent));
  return (pid) => parents.get(pid);
}
