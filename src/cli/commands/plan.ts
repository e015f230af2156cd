/** `plan`: the plans of one session, with their evidence. */
import type { SessionId } from '../../core/model.ts';
import { lastSlug } from '../../core/plans/planProofs.ts';
import { plansOf } from '../../core/answers/plansOf.ts';
import { logsInOrder } from '../../core/plans/sessionPlans.ts';
import { isCliError, type CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { planJson, type PlanJson } from '../json.ts';
import { unreadableSession } from '../sessionErrors.ts';
import { planLines } from '../text.ts';

interface PlanAnswer {
  readonly sessionId: SessionId;
  /** The one in force. */
  readonly plan: PlanJson;
  /** In log order of their last proof. */
  readonly plans: readonly PlanJson[];
}

export const command: Command<PlanAnswer> = {
  help: [
    'plan [--session-id ID]',
    '  Prints the plan in force and all plans of the session: file, state, who shares it, evidence.',
  ],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const failed = unreadableSession(context.openIndex(), id);
    if (failed !== undefined) return failed;
    context.warnOfUnread(id);
    return plansAnswer(context, id);
  },
  text: ({ plan, plans }) => plans.map((one) => planLines(one, one === plan).join('\n')).join('\n'),
};

function plansAnswer(context: CliContext, id: SessionId): PlanAnswer | CliError {
  const index = context.openIndex();
  const sources = index.sessionLogs(id);
  if (sources === undefined) return noPlan(undefined);
  const resolved = plansOf(index, id);
  const plans = resolved.map(planJson);
  const inForce = plans[resolved.findIndex((one) => one.inForce)];
  return inForce === undefined ? noPlan(lastSlug(logsInOrder(sources.logs))) : { sessionId: id, plan: inForce, plans };
}

function noPlan(slug: string | undefined): CliError {
  const message = slug === undefined ? 'This session has no plan.' : 'This session has a slug, but no plan.';
  return { error: 'no_plan_found', message, ...(slug === undefined ? {} : { slug }) };
}
