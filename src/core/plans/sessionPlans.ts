/** The plans of one session: what its logs prove, looked for in its plans directories. */
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { PlanDirectories } from './planDirectories.ts';
import { placedPlans, provenPlans, type LogWithFacts, type ProvenPlan } from './planProofs.ts';

/** What of a log decides about plans. */
export type LogOfSession = Pick<TrackedSessionLog, 'file' | 'root' | 'facts'>;

/**
 * The logs of a session in the order of their first own entries, so that "last" means the same in all of them. Of
 * copies of one log, which begin with the same entry, one that was left behind has fewer entries and comes before the
 * one that went on.
 */
export function logsInOrder<Log extends LogOfSession>(logs: Iterable<Log>): Log[] {
  const all = [...logs];
  if (all.length < 2) return all;
  return all.sort(
    (a, b) =>
      (a.facts.firstActivity ?? Infinity) - (b.facts.firstActivity ?? Infinity) ||
      a.facts.entries - b.facts.entries ||
      (a.file.path < b.file.path ? -1 : 1),
  );
}

/** The session's plans, in log order of their last proof. */
export function plansOfSession(logs: Iterable<LogOfSession>, directories: PlanDirectories): ProvenPlan[] {
  const ordered = logsInOrder(logs);
  const root = rootOfPlans(ordered);
  return root === undefined ? [] : provenPlans(withFacts(ordered), directories.searchFor(root, cwdsOf(ordered)));
}

/** Their paths alone; the logs are in order already. */
export function planPathsOf(logs: readonly LogOfSession[], directories: PlanDirectories): string[] {
  const root = rootOfPlans(logs);
  if (root === undefined) return [];
  return placedPlans(withFacts(logs), directories.searchFor(root, cwdsOf(logs))).map((plan) => plan.path);
}

/** The data root of a session whose logs speak of plans; `undefined` when none does. */
function rootOfPlans(logs: readonly LogOfSession[]): string | undefined {
  return logs.some(({ facts }) => facts.plans.length + facts.copiedPlans.length + facts.slugs.length > 0)
    ? rootOf(logs)
    : undefined;
}

/** The data root of the first log; of copies of one log, that of the one that went on. */
export function rootOf(ordered: readonly LogOfSession[]): string | undefined {
  const [first] = ordered;
  const began = first?.facts.firstActivity;
  const wentOn = began === undefined ? first : ordered.findLast(({ facts }) => facts.firstActivity === began);
  return wentOn?.root;
}

function withFacts(logs: readonly LogOfSession[]): LogWithFacts[] {
  return logs.map(({ file, facts }) => ({ path: file.path, facts }));
}

/** Working directories of a session; those of copied entries while it has none of its own. */
export function cwdsOf(logs: readonly LogOfSession[]): readonly string[] {
  const own = distinct(logs.map(({ facts }) => facts.cwds));
  return own.length > 0 ? own : distinct([logs.flatMap(({ facts }) => facts.copiedCwd ?? [])]);
}

/** What is in the lists, each once, in order of first appearance. */
export function distinct(lists: readonly (readonly string[])[]): readonly string[] {
  const all = lists.length === 1 && lists[0] !== undefined ? lists[0] : lists.flat();
  return all.length < 2 ? [...all] : [...new Set(all)];
}
