/** Agents of clients that gave them no logs of their own: sidechains in the logs of a session. */
import type { SidechainFact } from '../log/sessionLogFacts.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';

export interface Sidechain {
  readonly chain: SidechainFact;
  readonly log: TrackedSessionLog;
}

/**
 * Each once where a log of the session was copied to another project directory: of those that begin at the same place
 * with the same prompt the one in the log with the most entries.
 */
export function sidechainsOf(logs: readonly TrackedSessionLog[]): Sidechain[] {
  const ordered = logs.length < 2 ? logs : [...logs].sort((a, b) => b.facts.entries - a.facts.entries);
  const found = new Map<string, Sidechain>();
  for (const log of ordered) {
    for (const chain of log.facts.sidechains) {
      const { line, offset } = chain.position;
      const key = `${line} ${offset} ${chain.prompt ?? log.file.path}`;
      if (!found.has(key)) found.set(key, { chain, log });
    }
  }
  return [...found.values()];
}
