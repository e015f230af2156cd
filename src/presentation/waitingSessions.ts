/** The sessions that wait for a person, for a count that one sees without looking at the rows. */
import type { SessionRow } from '../core/model.ts';
import type { TreeScope } from './sessionTree.ts';

/**
 * Sessions that the registry says are waiting, of the projects that are shown. A filter hides rows from the list, but not
 * that they wait.
 */
export function waitingSessions(
  rows: Iterable<SessionRow>,
  { allProjects, folderOf }: Pick<TreeScope, 'allProjects' | 'folderOf'>,
): SessionRow[] {
  const waiting = [...rows].filter(({ state }) => state === 'waiting');
  return allProjects ? waiting : waiting.filter((row) => folderOf(row) !== undefined);
}
