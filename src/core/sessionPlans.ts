/** The plans of one session: what its logs prove, looked for in its plans directories. */
import type { KnownSessionLog } from './logStore.ts';
import type { PlanDirectories } from './planDirectories.ts';
import { provenPlans, type LogWithFacts, type ProvenPlan } from './plans.ts';

/** What of a log decides about plans. */
export type LogOfSession = Pick<KnownSessionLog, 'file' | 'root' | 'facts'>;

/** The logs of a session in the order of their first own entries, so that "last" means the same in all of them. */
export function logsInOrder<Log extends LogOfSession>(logs: Iterable<Log>): Log[] {
  return [...logs].sort(
    (a, b) =>
      (a.facts.firstActivity ?? Infinity) - (b.facts.firstActivity ?? Infinity) || (a.file.path < b.file.path ? -1 : 1),
  );
}

/** The session's plans, and where they were looked for. */
export function plansOfSession(all: Iterable<LogOfSession>, directories: PlanDirectories): ProvenPlan[] {
  const logs = logsInOrder(all);
  const root = logs[0]?.root;
  if (root === undefined) return [];
  if (logs.every(({ facts }) => facts.plans.length === 0 && facts.slugs.length === 0)) return [];
  const withFacts: LogWithFacts[] = logs.map((log) => ({ path: log.file.path, facts: log.facts }));
  return provenPlans(withFacts, directories.of(root, cwdsOf(logs)), root);
}

/** Working directories of a session; those of copied entries while it has none of its own. */
export function cwdsOf(logs: readonly LogOfSession[]): string[] {
  const own = [...new Set(logs.flatMap((log) => log.facts.cwds))];
  if (own.length > 0) return own;
  return [...new Set(logs.flatMap((log) => log.facts.copiedCwd ?? []))];
}
