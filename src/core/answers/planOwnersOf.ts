/** Whose a plan file is, by what all sessions' own entries prove. */
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { PlanOwner } from '../model.ts';
import { planOwners } from './plansOf.ts';
import { unreadOrMissing } from './staleRule.ts';

export interface PlanOwnership {
  /** All sessions that prove the file. */
  readonly owners: readonly PlanOwner[];
  /** A data root, folder or log that could not be read: there may be others. */
  readonly unread: string | undefined;
}

export function planOwnersOf(index: SessionIndex, file: string): PlanOwnership {
  return { owners: planOwners(index, file), unread: unreadOrMissing(index)[0]?.path };
}
