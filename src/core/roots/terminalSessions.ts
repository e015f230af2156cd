/** Which live session runs in which terminal: by the process of the registry's entry and those above it. */
import * as path from 'node:path';
import { lineOf, type ProcessTree } from '../disk/processTree.ts';
import type { ProcessTable } from '../disk/processStart.ts';
import type { LiveProcess } from '../model.ts';
import { registrationsIn, type RegisteredProcess } from './liveRegistry.ts';

/**
 * The live sessions that run in process `pid` or below it, by process ID; those that another one of them started are
 * left out. A client in tmux or in the background runs below no terminal. `unread` gets what of the registry cannot be
 * read, and may name others.
 */
export function sessionsBelow(
  pid: number,
  roots: readonly string[],
  processes: ProcessTable,
  tree: ProcessTree,
  unread: (place: string) => void = () => undefined,
): RegisteredProcess[] {
  const registrations = registrationsIn(roots);
  for (const place of registrations.unread) {
    // The whole registry, or the entry of one process.
    const of = Number.parseInt(path.basename(place), 10);
    if (Number.isNaN(of) || [...lineOf(of, tree)].includes(pid)) unread(place);
  }
  const below = registrations.known.flatMap((registered) => {
    const line = [...lineOf(registered.pid, tree)];
    const at = line.indexOf(pid);
    const one = at === -1 ? undefined : registered.prove(processes);
    return one === undefined ? [] : [{ one, above: line.slice(1, at + 1) }];
  });
  const found = new Set(below.map(({ one }) => one.pid));
  const outermost = below.filter(({ above }) => !above.some((each) => found.has(each)));
  return outermost.map(({ one }) => one).sort((a, b) => a.pid - b.pid);
}

/** The first of `terminals` (process IDs) that one of the processes runs in or below; `undefined`: none of them. */
export function terminalOf(
  processes: readonly Pick<LiveProcess, 'pid'>[],
  terminals: readonly number[],
  tree: ProcessTree,
): number | undefined {
  for (const { pid } of processes) {
    for (const above of lineOf(pid, tree)) if (terminals.includes(above)) return above;
  }
  return undefined;
}
