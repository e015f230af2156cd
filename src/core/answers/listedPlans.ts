/** The plans of some sessions, each file once, with the sessions that prove it. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { Plan, SessionId } from '../model.ts';
import { plansWithOwners } from './plansOf.ts';

/** A plan as its first session in the list has it. */
export interface ListedPlan {
  readonly sessionId: SessionId;
  readonly plan: Plan;
}

/**
 * In the order of the sessions, the newest plan of each first; files that are not there too. Reads at most `most`
 * plans.
 */
export function listedPlans(
  index: SessionIndex,
  ids: readonly SessionId[],
  most: number,
): { readonly plans: readonly ListedPlan[]; readonly isAll: boolean } {
  const byFile = new Map<string, ListedPlan>();
  for (const sessionId of ids) {
    if (index.plansOf(sessionId).paths.every((file) => byFile.has(file))) continue;
    if (byFile.size >= most) return { plans: [...byFile.values()], isAll: false };
    for (const plan of plansWithOwners(index, sessionId).reverse()) {
      if (!byFile.has(plan.path)) byFile.set(plan.path, { sessionId, plan });
    }
  }
  return { plans: [...byFile.values()], isAll: true };
}
