/** What the scratch commands share: where they look, how they name sessions, and what they do when something changed. */
import * as os from 'node:os';
import type { TextContext } from '../../presentation/scratchText.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { ScratchScope } from '../../service/scratchService.ts';
import type { CommandContext } from '../commandContext.ts';

/** The working trees that the Sessions view is about. */
export function scopeOf({ scope }: CommandContext): ScratchScope {
  return scope.value.allProjects ? 'all' : { folders: localFolders() };
}

export function textContext({ service }: CommandContext): TextContext {
  return { row: (id) => service.rows.get(id), now: Date.now(), home: os.homedir() };
}
