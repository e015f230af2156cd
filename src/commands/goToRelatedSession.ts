/** From the row of a related session to that session's own row. */
import type { CommandContext, Handler } from './commandContext.ts';

export function goToRelatedSession({ sessions }: CommandContext): Handler {
  return async (argument) => {
    const node = sessions.nodeOf(argument);
    if (node?.kind === 'related') await sessions.reveal(node.related.sessionId);
  };
}
