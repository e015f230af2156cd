import type { CommandContext, Handler } from './commandContext.ts';

export function showDiagnostics(context: CommandContext): Handler {
  return () => context.diagnostics.show();
}
