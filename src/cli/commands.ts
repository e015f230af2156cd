/** All commands by name, in the order of the help text. Each is loaded when it is asked for. */
import type { Command } from './command.ts';

export { completionScript, completionShells } from './completions.ts';
export { createContext } from './context.ts';

type CommandModule = Promise<{ readonly command: Command }>;

export const commands: Readonly<Record<string, () => CommandModule>> = {
  'find-plan-slug': () => import('./commands/findPlanSlug.ts'),
  plan: () => import('./commands/plan.ts'),
  'plan-history': () => import('./commands/planHistory.ts'),
  session: () => import('./commands/session.ts'),
  foreign: () => import('./commands/foreign.ts'),
  lineage: () => import('./commands/lineage.ts'),
  sessions: () => import('./commands/sessions.ts'),
  agents: () => import('./commands/agents.ts'),
  'agent-entries': () => import('./commands/agentEntries.ts'),
  transcript: () => import('./commands/transcript.ts'),
  timeline: () => import('./commands/timeline.ts'),
  export: () => import('./commands/export.ts'),
  search: () => import('./commands/search.ts'),
  who: () => import('./commands/who.ts'),
  owner: () => import('./commands/owner.ts'),
  files: () => import('./commands/files.ts'),
  touched: () => import('./commands/touched.ts'),
  blame: () => import('./commands/blame.ts'),
  collisions: () => import('./commands/collisions.ts'),
  siblings: () => import('./commands/siblings.ts'),
  resolve: () => import('./commands/resolve.ts'),
  'scratch-dir': () => import('./commands/scratchDir.ts'),
  'clean-scratch': () => import('./commands/cleanScratch.ts'),
  'restore-scratch': () => import('./commands/restoreScratch.ts'),
  watch: () => import('./commands/watch.ts'),
  hook: () => import('./commands/hook.ts'),
  statusline: () => import('./commands/statusline.ts'),
  mcp: () => import('./commands/mcp.ts'),
  diagnostics: () => import('./commands/diagnostics.ts'),
  index: () => import('./commands/indexFigures.ts'),
};

/** Every command by name, in the order of the help text. */
export async function allCommands(): Promise<Record<string, Command>> {
  const loaded = Object.entries(commands).map(async ([name, load]) => [name, (await load()).command] as const);
  return Object.fromEntries(await Promise.all(loaded));
}
