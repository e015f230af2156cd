/** `owner`: the sessions that a path belongs to. */
import * as path from 'node:path';
import { ownersOf, type Owner } from '../../core/answers/ownersOfPath.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { unreadPlaces } from '../../core/answers/unreadPlaces.ts';
import type { CliError } from '../answers.ts';
import { cannotTell } from '../callContext.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';

interface OwnerAnswer {
  readonly path: string;
  readonly owners: readonly Owner[];
}

/** Nothing proves one; where something was not read, that may be for want of it. */
function noOwner(context: CliContext): CliError {
  const unread = unreadPlaces(context.openIndex()).map((place) => place.path);
  if (unread.length > 0) return cannotTell('Whether this path belongs to a session', unread);
  return { error: 'not_found', message: 'Nothing proves that this path belongs to a session.' };
}

export const command: Command<OwnerAnswer> = {
  help: ['owner PATH', '  Prints the sessions that a plan, log, scratch or other path belongs to, with evidence.'],
  options: {},
  positional: 'argument',
  run(context) {
    const [named] = context.input.positionals;
    if (named === undefined || named === '') return { error: 'usage', message: 'owner takes a path.' };
    const file = path.resolve(named);
    const owners = ownersOf(file, context.openIndex(), context.scratchHost());
    if (owners.length === 0) return noOwner(context);
    return { path: file, owners };
  },
  text: ({ owners }) =>
    owners
      .map(({ sessionId, kind, evidence }) => {
        const proofs = evidence.map(
          (one) => `${one.kind} ${toSingleLinePath(one.file, 400)}${one.line > 0 ? `:${one.line}` : ''}`,
        );
        return `${sessionId}  ${kind}  ${proofs.join(', ')}`;
      })
      .join('\n'),
};
