/** `statusline`: one line for the status line of Claude Code, which gives its JSON on standard input. */
import { plansOf } from '../../core/answers/plansOf.ts';
import { siblingsOf } from '../../core/answers/siblings.ts';
import { unreadOfLive, unreadOfPlans } from '../../core/answers/unreadPlaces.ts';
import type { OwnPlan } from '../../core/model.ts';
import { formatCount, joinParts } from '../../core/text/format.ts';
import { parseSessionId, shortId } from '../../core/text/ids.ts';
import { nullish, object, safeParse, string } from '../../core/text/schema.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import type { Command } from '../command.ts';
import { readJsonInput } from '../hookInput.ts';
import { projectFilter } from './sessions.ts';

const statusInput = object({ session_id: string, cwd: nullish(string) });

export const command: Command<string> = {
  help: [
    'statusline',
    '  For the status line of Claude Code, whose input it reads: the start of the session ID, its plan, and how many other',
    '  live sessions of the repository there are. Never fails: errors go to stderr, the exit code is 0.',
  ],
  options: {},
  async run(context) {
    if (process.stdin.isTTY)
      return { error: 'usage', message: 'statusline takes the input of Claude Code, not of a terminal.' };
    const input = safeParse(statusInput, await readJsonInput());
    const id = parseSessionId(input?.session_id);
    if (id === undefined) return undefined;
    const index = context.openIndex();
    const plan = plansOf(index, id).find(({ inForce }) => inForce);
    const { length: unreadOfPlan } = [...context.unread(id), ...unreadOfPlans(index, id)];
    const siblings = siblingsOf(index, projectFilter(context, input?.cwd ? [input.cwd] : undefined), id);
    const { length: unreadOfOthers } = unreadOfLive(index, context.unreadPlaces(), id);
    const waiting = siblings.filter(({ state }) => state === 'waiting').length;
    return joinParts(
      shortId(id),
      planWords(plan, unreadOfPlan > 0),
      siblingsWords(siblings.length, unreadOfOthers > 0),
      waiting === 0 ? undefined : `${waiting} waiting`,
    );
  },
  text: (line) => line,
};

/** `mayLack`: what could not be read may say of a later plan. */
function planWords(plan: OwnPlan | undefined, mayLack: boolean): string | undefined {
  if (plan === undefined) return mayLack ? 'plan not known' : undefined;
  const title = toSingleLine(plan.title ?? plan.slug, 60);
  return mayLack ? `${title}, or a later plan` : title;
}

function siblingsWords(count: number, mayLack: boolean): string | undefined {
  if (count === 0) return mayLack ? 'other sessions not known' : undefined;
  return `${mayLack ? 'at least ' : ''}${formatCount(count, 'other session here', 'other sessions here')}`;
}
