/** `plan`: the plans of one session, with their evidence; the text of one, or whether it is the session's alone. */
import { planOwnersOf } from '../../core/answers/planOwnersOf.ts';
import { planTextNow, planVersionText, type PlanText } from '../../core/answers/planHistoryOf.ts';
import type { SessionIndex } from '../../core/index/sessionIndex.ts';
import type { Plan, PlanOwner, SessionId } from '../../core/model.ts';
import { shortId } from '../../core/text/ids.ts';
import { toVisibleText } from '../../core/text/visibleText.ts';
import { isCliError, type CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { hostHelp, hostOptions } from '../hosts/remoteCommand.ts';
import { planJson, type PlanJson } from '../json.ts';
import { choosePlan, slugHelp } from '../planChoice.ts';
import { planLines } from '../text.ts';
import { mayLack, type MayLack } from '../unreadRoots.ts';

interface NamedPlan extends Pick<Plan, 'slug' | 'path' | 'state'> {
  readonly sessionId: SessionId;
}

/** `unread` may hold later plans, and proofs of other sessions. */
interface PlansAnswer extends MayLack {
  readonly sessionId: SessionId;
  /** The one in force. */
  readonly plan: PlanJson;
  /** In log order of their last proof. */
  readonly plans: readonly PlanJson[];
}

/** `unread` may hold later plans. */
interface ContentAnswer extends NamedPlan, Omit<PlanText, 'text'>, MayLack {
  readonly content: string;
}

interface ExclusiveAnswer extends NamedPlan {
  readonly exclusive: true;
  readonly owners: readonly PlanOwner[];
}

export const command: Command<PlansAnswer | ContentAnswer | ExclusiveAnswer> = {
  help: [
    'plan [--session-id ID] [--slug NAME] [--content [--version N]] [--exclusive]',
    '  Prints the plan in force and all plans of the session: title, file, state, who shares it, evidence.',
    slugHelp,
    '  --content        its text: that of its file, or as the session last logged it where no file is; "from" says which',
    '  --version N      with --content: the text of this version, as plan-history numbers them',
    '  --exclusive      exits with 1 when other sessions prove the same file, or when that cannot be said; names the owners',
    ...hostHelp,
  ],
  options: {
    slug: { type: 'string' },
    content: { type: 'boolean' },
    version: { type: 'string' },
    ...hostOptions,
    exclusive: { type: 'boolean' },
  },
  positional: 'session-id',
  run(context) {
    const version = context.text('version');
    if (version !== undefined && (!context.flag('content') || !/^[1-9]\d{0,8}$/.test(version)))
      return { error: 'usage', message: '--version takes the number of a version, with --content.' };
    if (context.flag('content') && context.flag('exclusive'))
      return { error: 'usage', message: '--content and --exclusive are two questions.' };
    const chosen = choosePlan(context);
    if (isCliError(chosen)) return chosen;
    const { index, id, plans, plan, unread } = chosen;
    const isOfOneText = context.flag('exclusive') || context.flag('content');
    const ofOthers = isOfOneText ? [] : context.unreadPlaces().map((place) => place.path);
    const lack = mayLack(unread, ofOthers);
    context.warnOfUnread(lack.unread);
    if (context.flag('exclusive')) return exclusiveAnswer(index, id, plan);
    if (context.flag('content')) {
      const content = contentAnswer(index, id, plan, version);
      return isCliError(content) ? content : { ...content, ...lack };
    }
    const printed = plans.map(planJson);
    return { sessionId: id, plan: printed[plans.indexOf(plan)] ?? planJson(plan), plans: printed, ...lack };
  },
  text(answer) {
    if ('content' in answer) return toVisibleText(answer.content).replace(/\n$/, '');
    if ('exclusive' in answer) return 'No other session proves this plan.';
    return answer.plans.map((one) => planLines(one, one === answer.plan).join('\n')).join('\n');
  },
};

function contentAnswer(
  index: SessionIndex,
  id: SessionId,
  plan: Plan,
  version: string | undefined,
): ContentAnswer | CliError {
  const found =
    version === undefined ? planTextNow(index, id, plan) : planVersionText(index, id, plan.path, Number(version));
  if (found === undefined)
    return {
      error: 'not_found',
      message:
        version === undefined
          ? 'Nothing says what this plan holds: no file is there, and the log has no whole text of it.'
          : 'There is no such version, or its text is not known: an edit does not apply to the text before.',
    };
  const { text, ...where } = found;
  return { ...named(id, plan), ...where, content: text };
}

function exclusiveAnswer(index: SessionIndex, id: SessionId, plan: Plan): ExclusiveAnswer | CliError {
  const { owners, unread } = planOwnersOf(index, plan.path);
  const others = owners.filter(({ sessionId }) => sessionId !== id).map(({ sessionId }) => shortId(sessionId));
  if (others.length > 0) {
    const message = `Other sessions prove this plan too: ${others.join(', ')}.`;
    return { error: 'shared', message, ...named(id, plan), exclusive: false, owners };
  }
  if (unread !== undefined) {
    const message = 'Not everything could be read, so other sessions may have this plan.';
    return { error: 'unreadable', message, ...named(id, plan), unread, owners };
  }
  return { ...named(id, plan), exclusive: true, owners };
}

function named(sessionId: SessionId, { slug, path, state }: Plan): NamedPlan {
  return { sessionId, slug, path, state };
}
