import type { CommandContext, Handler } from './commandContext.ts';

/** Shows the session of a row of Changed Files in the tree of sessions. */
export function revealSession(context: CommandContext): Handler {
  return async (argument) => {
    const id = context.files.changedFiles.sessionOf(argument);
    if (id !== undefined) await context.sessions.reveal(id);
  };
}
