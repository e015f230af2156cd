/** Which plan a path leads to, where links on the way give it another spelling than its sessions have. */
import * as path from 'node:path';
import { isLocalPath, realLocation } from '../disk/repositories.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { planNameOf } from '../plans/planOwners.ts';

/**
 * The plan file at `file` (absolute) as sessions that prove it name it. The disk is asked only where a plan of this
 * name stands in a folder of another name; a link in the place of the file itself is none of its target.
 */
export function planPathsAt(index: SessionIndex, file: string): string[] {
  const named = [...index.plansNamed(planNameOf(file))].filter((one) => path.basename(one) === path.basename(file));
  const others = named.filter((one) => one !== file && isLocalPath(one));
  const real = others.length > 0 && isLocalPath(file) ? realLocation(path.dirname(file)) : undefined;
  const linked = real === undefined ? [] : others.filter((one) => realLocation(path.dirname(one)) === real);
  return [...(named.includes(file) ? [file] : []), ...linked];
}

/** Sessions whose own entries prove the plan file at `file` (absolute). */
export function ownersOfPlanAt(index: SessionIndex, file: string): Set<SessionId> {
  return new Set(planPathsAt(index, file).flatMap((one) => [...index.ownersOfPlan(one)]));
}
