/** From the row of a related session, or of a plan's owner, to that session's own row. */
import type { CommandContext, Handler } from './commandContext.ts';

export function goToRelatedSession({ sessions, plans }: CommandContext): Handler {
  return async (argument) => {
    const node = sessions.nodeOf(argument);
    const id = node?.kind === 'related' ? node.related.sessionId : plans.ownerOf(argument);
    if (id !== undefined) await sessions.reveal(id);
  };
}
