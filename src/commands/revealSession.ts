import type { CommandContext, Handler } from './commandContext.ts';
import { sessionOf } from './sessionArgument.ts';

/** Shows the session of a row of another view, or of an ID, in the tree of sessions. */
export function revealSession(context: CommandContext): Handler {
  return async (argument) => {
    const id = sessionOf(argument, context);
    if (id !== undefined) await context.sessions.reveal(id);
  };
}
