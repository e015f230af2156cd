/** Plan files that two live sessions prove: one may overwrite what the other plans. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { planOwners } from './plansOf.ts';

export interface PlanCollision {
  readonly path: string;
  /** The live sessions that prove the file, by ID. */
  readonly sessions: readonly SessionId[];
}

/** As the registry proves who is live. Entries that are copies, or carry the slug alone, announce no writing. */
export function planCollisions(index: SessionIndex): PlanCollision[] {
  const files = new Map<string, number>();
  for (const id of index.liveIds()) {
    for (const file of new Set(index.plansOf(id).paths)) files.set(file, (files.get(file) ?? 0) + 1);
  }
  return [...files].flatMap(([file, count]) => {
    if (count < 2) return [];
    const sessions = planOwners(index, file)
      .filter(({ sessionId, evidence }) => {
        return index.live(sessionId) !== undefined && evidence.some(({ kind }) => kind !== 'slug');
      })
      .map(({ sessionId }) => sessionId);
    return sessions.length < 2 ? [] : [{ path: file, sessions }];
  });
}
