/** Plan files that two live sessions may write: one may overwrite what the other plans. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { PlanCollision, PlanEvidenceKind } from '../model.ts';
import { planProofs } from './plansOf.ts';

/** What a session has of a plan that it may write. */
const writing: ReadonlySet<PlanEvidenceKind> = new Set(['plan-mode', 'plan-approved', 'plan-written']);

/**
 * As the registry proves who is live. Copied entries, the slug alone and a plan to be implemented announce no writing.
 */
export function planCollisions(index: SessionIndex): PlanCollision[] {
  const files = new Map<string, number>();
  for (const id of index.liveIds()) {
    for (const file of new Set(index.plansOf(id).paths)) files.set(file, (files.get(file) ?? 0) + 1);
  }
  return [...files].flatMap(([file, count]) => {
    if (count < 2) return [];
    const sessions = planProofs(index, file)
      .filter(({ sessionId, plan: { evidence, copied } }) => {
        return index.live(sessionId) !== undefined && !copied && evidence.some(({ kind }) => writing.has(kind));
      })
      .map(({ sessionId }) => sessionId);
    return sessions.length < 2 ? [] : [{ path: file, sessions }];
  });
}
