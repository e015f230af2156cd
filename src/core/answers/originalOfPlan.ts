/** The plan that a branch's copy was made from. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { Plan, SessionId } from '../model.ts';
import { entriesOf } from './foreignEntries.ts';
import { plansOf } from './plansOf.ts';
import { relationsOf } from './relationsOf.ts';

export interface OriginalPlan {
  readonly sessionId: SessionId;
  readonly plan: Plan;
}

/**
 * Of a copied plan at `file` the one that the session had which it was forked from: the last that the copied entries
 * name. `undefined` for a plan that is no copy, or where nothing proves which one it was made from.
 */
export function originalOfPlan(index: SessionIndex, id: SessionId, file: string): OriginalPlan | undefined {
  if (plansOf(index, id).find(({ path }) => path === file)?.copied !== true) return undefined;
  for (const { kind, sessionId, evidence } of relationsOf(index, id)) {
    if (kind !== 'forked-from') continue;
    const slugs = entriesOf(index, evidence.file, sessionId)?.slugs ?? [];
    const plans = plansOf(index, sessionId).filter(({ path }) => path !== file);
    for (const slug of [...slugs].reverse()) {
      const named = plans.filter((plan) => plan.slug === slug);
      const [plan] = named;
      // A slug can stand in two plans directories: which one was copied is not known then.
      if (plan !== undefined) return named.length === 1 ? { sessionId, plan } : undefined;
    }
  }
  return undefined;
}
