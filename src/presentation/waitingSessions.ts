/** The sessions that wait for a person, for the badge. */
import type { SessionRow } from '../core/model.ts';
import type { TreeScope } from './sessionTree.ts';

/** Sessions of the shown projects that the registry says are waiting. The filter does not apply: it hides rows only. */
export function waitingSessions(
  rows: Iterable<SessionRow>,
  { allProjects, folderOf }: Pick<TreeScope, 'allProjects' | 'folderOf'>,
): SessionRow[] {
  const waiting = [...rows].filter(({ state }) => state === 'waiting');
  return allProjects ? waiting : waiting.filter((row) => folderOf(row) !== undefined);
}
