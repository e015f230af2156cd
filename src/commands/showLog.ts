import type { CommandContext, Handler } from './commandContext.ts';

export function showLog(context: CommandContext): Handler {
  return () => context.log.show();
}
