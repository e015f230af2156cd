import type { CommandContext, Handler } from './commandContext.ts';

export function showAllProjects(context: CommandContext): Handler {
  return () => context.scope.setAllProjects(true);
}

export function showThisWorkspace(context: CommandContext): Handler {
  return () => context.scope.setAllProjects(false);
}
