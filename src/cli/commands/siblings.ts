/** `siblings`: the live sessions of this repository, other than the caller's. */
import { siblingsOf, unreadOfSiblings, type Sibling } from '../../core/answers/siblings.ts';
import type { SessionId } from '../../core/model.ts';
import { joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { projectFilter } from './sessions.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface SiblingsAnswer extends MayLack {
  /** The caller's session, which is left out; `undefined` where nothing proves one. */
  readonly self: SessionId | undefined;
  readonly siblings: readonly Sibling[];
}

export const command: Command<SiblingsAnswer> = {
  help: [
    'siblings [--all] [--session-id ID] [--cwd DIR]',
    '  Lists the other live sessions of the repository at DIR and its worktrees: title, branch, plan, what they wait for.',
    '  --all   the live sessions of all projects',
  ],
  options: { all: { type: 'boolean' } },
  positional: 'session-id',
  run(context) {
    const missing = missingRoots(context);
    if (missing !== undefined) return missing;
    const index = context.openIndex();
    const unlisted = unlistedRoots(context, index);
    if (unlisted !== undefined) return unlisted;
    const self = context.sessionId();
    if (isCliError(self) && self.error !== 'no_session') return self;
    const id = isCliError(self) ? undefined : self;
    const siblings = siblingsOf(index, projectFilter(context), id);
    const lack = mayLack(unreadOfSiblings(index, context.unreadPlaces(), siblings, id));
    return mayLackAll('Whether another session is live here', siblings, lack) ?? { self: id, siblings, ...lack };
  },
  text: ({ siblings }) =>
    siblings
      .map(({ sessionId, title, state, waitingFor, branch, plan }) =>
        joinParts(
          shortId(sessionId),
          toSingleLine(title ?? '(no title)', 60),
          waitingFor === undefined ? state : `waits for ${toSingleLine(waitingFor, 40)}`,
          branch && toSingleLine(branch, 60),
          plan && toSingleLine(plan.title ?? plan.slug, 60),
        ),
      )
      .join('\n') || 'No other live session of this repository.',
};
