/** How many scratch directories each session has. */
import type { SessionId } from '../model.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { namedScratch, type CandidateOptions } from './candidates.ts';

/** Counts by place and name alone, below the toplevels of all these working directories. */
export function countScratch(
  cwds: Iterable<string>,
  repositories: RepositoryCache,
  options: CandidateOptions,
): Map<SessionId, number> {
  const toplevels = new Set<string>();
  for (const cwd of cwds) {
    const toplevel = toplevelOf(cwd, repositories);
    if (toplevel !== undefined) toplevels.add(toplevel);
  }
  const counts = new Map<SessionId, number>();
  for (const toplevel of toplevels) {
    for (const { sessionId } of namedScratch(toplevel, options)) {
      counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
    }
  }
  return counts;
}
