/** The sessions that are open now, as the registry proves them, with their processes, by repository. */
import { mainWorktreeOf, repositoryOf, type RepositoryCache } from '../disk/repositories.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LiveProcess, SessionRow } from '../model.ts';
import { liveStates } from '../roots/liveRegistry.ts';
import { worktreeName } from './sessionNames.ts';

export interface LiveRow extends SessionRow {
  /** Those that have it open, the one that most wants a person first. */
  readonly processes: readonly LiveProcess[];
  /** Main working tree of the repository that it works in: worktrees of one repository have the same. */
  readonly repository: string | undefined;
  /** The linked worktree that it works in. */
  readonly worktree: string | undefined;
}

/** Those among the sessions that belong; sessions of one repository together, those that wait first. */
export function liveRows(index: SessionIndex, belongs: (row: SessionRow) => boolean): LiveRow[] {
  const cache: RepositoryCache = new Map();
  const rows: LiveRow[] = [];
  for (const id of index.liveIds()) {
    const row = index.rows.get(id);
    const processes = index.live(id)?.processes ?? [];
    if (row === undefined || !belongs(row)) continue;
    const cwd = folderOf({ processes, cwds: row.cwds });
    const repository = cwd === undefined ? undefined : repositoryOf(cwd, cache);
    rows.push({
      ...row,
      processes,
      repository: repository && (mainWorktreeOf(repository) ?? repository.toplevel),
      worktree: cwd === undefined ? undefined : worktreeName(cwd, cache),
    });
  }
  return rows.sort(
    (a, b) => compare(placeOf(a), placeOf(b)) || rankOf(a) - rankOf(b) || compare(a.sessionId, b.sessionId),
  );
}

/** What the sessions of a list stand under: their repository, else the folder that they run in. */
export function placeOf(row: LiveRow): string {
  return row.repository ?? folderOf(row) ?? '';
}

/** The folder that it runs in, by its processes, else by its log. */
function folderOf({ processes, cwds }: Pick<LiveRow, 'processes' | 'cwds'>): string | undefined {
  return processes.find(({ cwd }) => cwd !== undefined)?.cwd ?? cwds.at(-1);
}

function rankOf({ state }: LiveRow): number {
  return state === undefined ? -1 : liveStates.indexOf(state);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
