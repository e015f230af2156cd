/** What the scratch commands share: where they look, how they name sessions, and what they redraw. */
import * as os from 'node:os';
import type { TextContext } from '../../presentation/scratchText.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { BinEntry, ScratchScope } from '../../service/scratchService.ts';
import type { CommandContext } from '../commandContext.ts';

/** The working trees that the Sessions view is about. */
export function scopeOf({ scope }: CommandContext): ScratchScope {
  return scope.value.allProjects ? 'all' : { folders: localFolders() };
}

export function textContext({ service }: CommandContext): TextContext {
  return { row: (id) => service.rows.get(id), now: Date.now(), home: os.homedir() };
}

/**
 * The worker announces the sessions of what was moved; directories of sessions that no log names stand in the other
 * view.
 */
export async function lookAgainAtUnattributed(moved: readonly BinEntry[], context: CommandContext): Promise<void> {
  if (moved.some(({ sessionId }) => !context.service.rows.has(sessionId))) await context.unattributed.refresh();
}
