/** What `hook` answers, of a session that has nothing yet. */
import type { SessionId } from '../core/model.ts';
import type { HookInput } from '../core/roots/callerSession.ts';
import { scratchDirectoryFor } from '../core/scratch/scratchDirectory.ts';
import { briefingLines, type Briefing } from '../presentation/briefing.ts';

export interface HookAnswer {
  readonly hookSpecificOutput: { readonly hookEventName: string; readonly additionalContext: string };
}

export function hookAnswer({ event }: HookInput, words: string): HookAnswer {
  return { hookSpecificOutput: { hookEventName: event, additionalContext: words } };
}

export function newSessionWords(cwd: string, sessionId: SessionId): string {
  return startWords(cwd, { sessionId, plan: undefined, siblings: [] });
}

export function startWords(cwd: string, briefing: Omit<Briefing, 'scratch'>): string {
  const { sessionId } = briefing;
  const scratch = sessionId && scratchDirectoryFor(cwd, sessionId, { create: false });
  return briefingLines({ ...briefing, scratch: typeof scratch === 'object' ? scratch : undefined }).join('\n');
}
