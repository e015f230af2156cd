/** The context value of a session's row: its menu is the same in every view. */
import { contextValue, contextWords as words, type ContextWord } from '../../host/contributions.ts';
import type { SessionRow } from '../../core/model.ts';

/** `more`: words of the view's own. */
export function sessionContextValue(row: SessionRow | undefined, ...more: readonly ContextWord[]): string {
  return contextValue(
    words.session,
    row !== undefined && row.plans > 0 && words.hasPlan,
    row !== undefined && row.logs.length > 0 && words.hasLog,
    row?.state === undefined ? words.notLive : words.live,
    row?.state !== 'waiting' && words.notWaiting,
    ...more,
  );
}
