/** `foreign`: logs that hold entries of other sessions. */
import { foreignLogs, type ForeignLog } from '../../core/answers/foreignEntries.ts';
import { foreignLines } from '../../presentation/foreignReport.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface ForeignAnswer extends Rest, MayLack {
  readonly logs: readonly ForeignLog[];
}

export const command: Command<ForeignAnswer> = {
  help: [
    'foreign [--limit N]',
    '  Lists the logs that hold entries of other sessions: how many, whose, and which slugs and titles these entries have.',
    '  --limit N   at most N logs; default: as many as a first answer has room for',
  ],
  options: { limit: { type: 'string' } },
  run(context) {
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const missing = missingRoots(context) ?? unlistedRoots(context, context.openIndex());
    if (missing !== undefined) return missing;
    const all = foreignLogs(context.openIndex());
    const lack = mayLack(context.unreadPlaces().map(({ path }) => path));
    const unknown = mayLackAll('Whether a log holds entries of another session', all, lack);
    if (unknown !== undefined) return unknown;
    const { first, ...rest } = firstOf(all, limit, (log) => log);
    return { logs: first, ...rest, ...lack };
  },
  text: ({ logs, ...rest }) =>
    [...logs.flatMap(foreignLines), ...restLine(rest)].join('\n') || 'No log holds entries of another session.',
};
