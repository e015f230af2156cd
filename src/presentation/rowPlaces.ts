/** Where a session runs, in the words of its row: only what the window and the row's parent do not make plain. */
import * as path from 'node:path';
import type { SessionRow } from '../core/model.ts';
import type { OpenedFolder, SessionPlace } from './folderOfSession.ts';

export interface WindowFolder extends OpenedFolder {
  /** The branch that is checked out there; `undefined` when that is not known yet, or none is. */
  readonly branch?: string | undefined;
}

/**
 * The folder where several are open, then the branch where it is not the one that the folder has checked out. A session
 * of another worktree without a branch is named by that worktree. Below project rows folders are left out.
 */
export function placeNames(
  row: Pick<SessionRow, 'branch'>,
  place: SessionPlace | undefined,
  opened: readonly WindowFolder[],
  isBelowProject: boolean,
): string[] {
  // A checkout without a branch is logged as HEAD.
  const branch = row.branch === 'HEAD' ? undefined : row.branch;
  if (place === undefined) return branch === undefined ? [] : [branch];
  const own = opened.find(({ folder }) => folder === place.folder);
  const names = opened.length > 1 && !isBelowProject ? [path.basename(place.folder)] : [];
  const isElsewhere = place.within !== place.folder && place.within !== own?.related[0];
  const isOtherBranch = own?.branch === undefined ? isElsewhere : branch !== own.branch;
  if (branch !== undefined && isOtherBranch) return [...names, branch];
  return isElsewhere ? [...names, path.basename(place.within)] : names;
}
