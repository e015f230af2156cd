import type { CommandContext, Handler } from './commandContext.ts';

export function reportForeignEntries({ foreignReports }: CommandContext): Handler {
  return () => foreignReports.show();
}
