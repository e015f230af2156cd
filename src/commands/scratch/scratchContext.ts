/** What the scratch commands share: where they look, how they name sessions, and what they redraw. */
import * as os from 'node:os';
import type { TextContext } from '../../presentation/scratchText.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { BinEntry, BinListing, ScratchScope } from '../../service/scratchService.ts';
import type { CommandContext } from '../commandContext.ts';

/** The working trees that the Sessions view is about. */
export function scopeOf({ scope }: CommandContext): ScratchScope {
  return scope.value.allProjects ? 'all' : { folders: localFolders() };
}

export function textContext({ service }: CommandContext): TextContext {
  return { row: (id) => service.rows.get(id), now: Date.now(), home: os.homedir() };
}

/** What the bins of all working trees hold; what cannot be looked at is noted in the log. */
export async function readBin({ service, log }: CommandContext): Promise<BinListing> {
  const listing = await service.scratch.listBin('all');
  for (const place of listing.unread) log.warn(`The bin cannot be read: ${place}`);
  return listing;
}

/**
 * The worker announces the sessions of what was moved; directories of sessions that no log names stand in the other
 * view.
 */
export async function lookAgainAtUnattributed(moved: readonly BinEntry[], context: CommandContext): Promise<void> {
  if (moved.some(({ sessionId }) => !context.service.rows.has(sessionId))) await context.unattributed.refresh();
}
