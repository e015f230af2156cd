/** `collisions`: files that two live sessions changed. */
import { collisions, type Collision } from '../../core/answers/collisions.ts';
import { unreadOfLive } from '../../core/answers/unreadPlaces.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError } from '../answers.ts';
import { changedFileJson, changedFileLine, type ChangedFileJson } from '../changedFileJson.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { mayLack, mayLackAll, missingRoots, unlistedRoots, type MayLack } from '../unreadRoots.ts';

interface CollisionJson {
  readonly path: string;
  readonly sessions: readonly ChangedFileJson[];
}

interface CollisionsAnswer extends Rest, MayLack {
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
    const index = context.openIndex();
    const missing = missingRoots(context) ?? unlistedRoots(context, index);
    if (missing !== undefined) return missing;
    const { collisions: all, unreadable } = collisions(index, context.fileChanges());
    const lack = mayLack(unreadOfCollisions(context, unreadable));
    const unknown = mayLackAll('Whether two live sessions changed one file', all, lack);
    if (unknown !== undefined) return unknown;
    const jsonOf = ({ path, sessions }: Collision) => ({ path, sessions: sessions.map(changedFileJson) });
    const { first, ...rest } = firstOf(all, limit, jsonOf);
    return { collisions: first.map(jsonOf), ...rest, ...lack };
  },
  exitCode: ({ collisions: found }) => (found.length > 0 ? 1 : 0),
  text: ({ collisions: found, ...rest }) =>
    [
      ...found.flatMap(({ path, sessions }) => [toSingleLinePath(path, 400), ...sessions.map(changedFileLine)]),
      ...restLine(rest),
    ].join('\n') || 'No two live sessions changed one file.',
};

/** A session that is live alone collides with none, whatever its logs say. */
function unreadOfCollisions(context: CliContext, unreadable: readonly string[]): readonly string[] {
  const index = context.openIndex();
  const isAlone = [...index.liveIds()].length < 2;
  return isAlone ? index.unreadRegistry : [...unreadOfLive(index, context.unreadPlaces()), ...unreadable];
}
