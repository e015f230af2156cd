import type { CommandContext, Handler } from './commandContext.ts';

/** Shows the next page of a long list. */
export function showMore(context: CommandContext): Handler {
  return (argument) => {
    const node = context.sessions.nodeOf(argument);
    if (node?.kind === 'more') context.sessions.showMore(node);
  };
}
