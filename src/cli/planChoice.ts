/** Which plan of a session a command is about. */
import { plansWithOwners } from '../core/answers/plansOf.ts';
import { unreadOfPlans } from '../core/answers/unreadPlaces.ts';
import { lastSlug } from '../core/plans/planProofs.ts';
import { logsInOrder } from '../core/plans/sessionPlans.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { Plan, SessionId } from '../core/model.ts';
import { isCliError, type CliError } from './answers.ts';
import { cannotTell } from './callContext.ts';
import type { CliContext } from './context.ts';
import { unreadableSession } from './sessionErrors.ts';

export const slugHelp = '  --slug NAME      the plan of this name in place of the one in force';

interface ChosenPlan {
  /** Places that may hold later plans of the session, and could not be read. */
  readonly unread: readonly string[];
  readonly index: SessionIndex;
  readonly id: SessionId;
  readonly plans: readonly Plan[];
  /** The one in force, or the one that `--slug` names. */
  readonly plan: Plan;
}

export function choosePlan(context: CliContext): ChosenPlan | CliError {
  const id = context.knownSessionId();
  if (isCliError(id)) return id;
  const index = context.openIndex();
  const failed = unreadableSession(index, id);
  if (failed !== undefined) return failed;
  const ofPlans = unreadOfPlans(index, id);
  const unread = [...context.unread(id), ...ofPlans];
  const plans = plansWithOwners(index, id);
  const named = context.text('slug');
  const plan = plans.findLast(({ slug, inForce }) => (named === undefined ? inForce : slug === named));
  if (plan !== undefined) return { index, id, plans, plan, unread };
  // Of several, which one has a file decides.
  if (named === undefined && plans.length > 0) return cannotTell('Which plan is in force', [...ofPlans, ...unread]);
  if (unread.length > 0)
    return cannotTell(`Whether this session has ${named === undefined ? 'a plan' : 'a plan of this name'}`, unread);
  if (named !== undefined) return { error: 'not_found', message: 'This session has no plan of this name.' };
  return noPlan(lastSlug(logsInOrder(index.sessionLogs(id)?.logs ?? [])));
}

function noPlan(slug: string | undefined): CliError {
  const message = slug === undefined ? 'This session has no plan.' : 'This session has a slug, but no plan.';
  return { error: 'no_plan_found', message, ...(slug === undefined ? {} : { slug }) };
}
