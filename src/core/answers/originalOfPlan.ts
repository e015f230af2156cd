/** The plan that a branch's copy was made from. */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { OwnPlan, SessionId } from '../model.ts';
import { originalName } from './planHistoryOf.ts';
import { plansOf } from './plansOf.ts';
import { relationsOf } from './relationsOf.ts';

export interface OriginalPlan {
  readonly sessionId: SessionId;
  readonly plan: OwnPlan;
}

/**
 * Of a copied plan at `file` the one that the session had which it was forked from. `undefined` for a plan that is no
 * copy, or where nothing proves which one it was made from. Reads the session's log.
 */
export function originalOfPlan(index: SessionIndex, id: SessionId, file: string): OriginalPlan | undefined {
  const copy = plansOf(index, id).find((plan) => plan.path === file);
  const name = copy && originalName(index, id, copy);
  if (name === undefined) return undefined;
  const original = path.join(path.dirname(file), path.basename(name));
  return relationsOf(index, id)
    .filter(({ kind }) => kind === 'forked-from')
    .flatMap(({ sessionId }): OriginalPlan[] => {
      const plan = plansOf(index, sessionId).find((one) => one.path === original);
      return plan === undefined ? [] : [{ sessionId, plan }];
    })[0];
}
