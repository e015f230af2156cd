import type { CommandContext, Handler } from './commandContext.ts';

/** The sessions of the view as lanes over time. */
export function showTimeline({ timeline }: CommandContext): Handler {
  return () => timeline.show();
}
