/** `collisions`: files that two live sessions changed. */
import { collisions, type Collision } from '../../core/answers/collisions.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError } from '../answers.ts';
import { changedFileJson, changedFileLine, type ChangedFileJson } from '../changedFileJson.ts';
import type { Command } from '../command.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { missingRoots, unlistedRoots } from '../unreadRoots.ts';

interface CollisionJson {
  readonly path: string;
  readonly sessions: readonly ChangedFileJson[];
}

interface CollisionsAnswer extends Rest {
  readonly collisions: readonly CollisionJson[];
}

export const command: Command<CollisionsAnswer> = {
  help: [
    'collisions [--limit N]',
    '  Lists the files that two live sessions changed, each since its process started. Exit code 1 when there are some.',
    '  --limit N   at most N files; default: as many as a first answer has room for',
  ],
  options: { limit: { type: 'string' } },
  run(context) {
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const missing = missingRoots(context) ?? unlistedRoots(context, context.openIndex());
    if (missing !== undefined) return missing;
    const all = collisions(context.openIndex(), context.fileChanges());
    const jsonOf = ({ path, sessions }: Collision) => ({ path, sessions: sessions.map(changedFileJson) });
    const { first, ...rest } = firstOf(all, limit, jsonOf);
    return { collisions: first.map(jsonOf), ...rest };
  },
  exitCode: ({ collisions: found }) => (found.length > 0 ? 1 : 0),
  text: ({ collisions: found, ...rest }) =>
    [
      ...found.flatMap(({ path, sessions }) => [toSingleLinePath(path, 400), ...sessions.map(changedFileLine)]),
      ...restLine(rest),
    ].join('\n') || 'No two live sessions changed one file.',
};
