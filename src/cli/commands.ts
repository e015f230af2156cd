/** All commands; loaded when one is asked for that stands neither in `cli.ts` nor in `listCommands.ts`. */
import type { Command } from './command.ts';
import { agentEntries } from './commands/agentEntries.ts';
import { agents } from './commands/agents.ts';
import { cleanScratch } from './commands/cleanScratch.ts';
import { findPlanSlug } from './commands/findPlanSlug.ts';
import { indexFigures } from './commands/indexFigures.ts';
import { owner } from './commands/owner.ts';
import { plan } from './commands/plan.ts';
import { restoreScratch } from './commands/restoreScratch.ts';
import { scratchDir } from './commands/scratchDir.ts';
import { session } from './commands/session.ts';
import { sessions } from './commands/sessions.ts';
import { transcript } from './commands/transcript.ts';
import { watch } from './commands/watch.ts';
import { who } from './commands/who.ts';

export { contextOf } from './context.ts';

/** Every command by its name, in the order of the help text. */
export const commands: Readonly<Record<string, Command>> = {
  'find-plan-slug': findPlanSlug,
  plan,
  session,
  sessions,
  agents,
  'agent-entries': agentEntries,
  transcript,
  who,
  owner,
  'scratch-dir': scratchDir,
  'clean-scratch': cleanScratch,
  'restore-scratch': restoreScratch,
  watch,
  index: indexFigures,
};
