/** `plan-history`: every version of a session's plan, as its own log tells. */
import { planHistoryOf, type PlanHistory } from '../../core/answers/planHistoryOf.ts';
import type { SessionId } from '../../core/model.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { planVersionWords } from '../../presentation/planHistoryWords.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { choosePlan, slugHelp } from '../planChoice.ts';
import { joinParts } from '../../core/text/format.ts';
import { planLabel } from '../../presentation/rowText.ts';

interface HistoryAnswer extends PlanHistory {
  readonly sessionId: SessionId;
}

export const command: Command<HistoryAnswer> = {
  help: [
    'plan-history [--session-id ID] [--slug NAME]',
    '  Prints every version of the plan in force that the session logged: what it was written by, when, by whom, evidence.',
    '  An edit that does not apply to the text before is a gap, since its text is not known.',
    slugHelp,
  ],
  options: { slug: { type: 'string' } },
  positional: 'session-id',
  run(context) {
    const chosen = choosePlan(context);
    if (isCliError(chosen)) return chosen;
    const { index, id, plan, unread } = chosen;
    const history = planHistoryOf(index, id, plan.path);
    if (history === undefined) return { error: 'not_found', message: 'This session has no such plan any more.' };
    context.warnOfUnread(unread);
    return { sessionId: id, ...history };
  },
  json({ sessionId, plan: { slug, title, path, state, differs }, versions, ...rest }) {
    return { sessionId, slug, title, path, state, differs, ...rest, versions };
  },
  text({ plan, versions, fileIs, leftOut }) {
    const lines = versions.map((version) => {
      const [proof] = version.evidence;
      const when = version.time === undefined ? '' : new Date(version.time).toISOString();
      const words = joinParts(...planVersionWords(version), version.number === fileIs ? 'the file now' : undefined);
      const place = proof && `${toSingleLinePath(proof.file, 400)}:${proof.line}`;
      return `${version.number}  ${when.padEnd(24)}  ${words}\n    ${place ?? ''}`;
    });
    const older = leftOut > 0 ? [`${leftOut} older versions are left out`] : [];
    return [
      joinParts(planLabel(plan), plan.slug),
      ...older,
      ...(lines.length > 0 ? lines : ['No version is logged.']),
    ].join('\n');
  },
};
