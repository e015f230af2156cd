/** Whose a plan file is, by what all sessions' own entries prove. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { Plan, SessionId } from '../model.ts';
import { plansOf } from './plansOf.ts';
import { unreadOrMissing } from './staleRule.ts';

/** A session that proves a plan file. */
export interface PlanOwner extends Pick<Plan, 'evidence'> {
  readonly sessionId: SessionId;
}

export interface PlanOwnership {
  /** All sessions that prove the file, by ID. */
  readonly owners: readonly PlanOwner[];
  /** A data root, folder or log that could not be read: there may be others. */
  readonly unread: string | undefined;
}

export function planOwnersOf(index: SessionIndex, file: string): PlanOwnership {
  const owners = [...index.ownersOfPlan(file)].sort().map((sessionId): PlanOwner => {
    return { sessionId, evidence: plansOf(index, sessionId).find(({ path }) => path === file)?.evidence ?? [] };
  });
  return { owners, unread: unreadOrMissing(index)[0]?.path };
}
