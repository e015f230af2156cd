/** The sessions that are open now, as the registry proves them, with their processes, by repository. */
import * as path from 'node:path';
import { repositoryOf, type RepositoryCache } from '../disk/repositories.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { LiveProcess, LiveState, SessionRow } from '../model.ts';
import { worktreeName } from './sessionNames.ts';

export interface LiveRow extends SessionRow {
  /** Those that have it open, the one that most wants a person first. */
  readonly processes: readonly LiveProcess[];
  /** Main working tree of the repository that it works in: worktrees of one repository have the same. */
  readonly repository: string | undefined;
  /** The linked worktree that it works in. */
  readonly worktree: string | undefined;
}

const order: readonly (LiveState | undefined)[] = ['waiting', 'busy', 'running', 'idle'];

/** Those among the sessions that belong; sessions of one repository together, those that wait first. */
export function liveRows(index: SessionIndex, belongs: (row: SessionRow) => boolean): LiveRow[] {
  const cache: RepositoryCache = new Map();
  const rows: LiveRow[] = [];
  for (const id of index.liveIds()) {
    const row = index.rows.get(id);
    const processes = index.live(id)?.processes ?? [];
    if (row === undefined || !belongs(row)) continue;
    const cwd = processes.find((process) => process.cwd !== undefined)?.cwd ?? row.cwds.at(-1);
    const repository = cwd === undefined ? undefined : repositoryOf(cwd, cache);
    rows.push({
      ...row,
      processes,
      repository: repository && mainTree(repository.commonDir, repository.toplevel),
      worktree: cwd === undefined ? undefined : worktreeName(cwd, cache),
    });
  }
  return rows.sort(
    (a, b) =>
      compare(placeOf(a), placeOf(b)) ||
      order.indexOf(a.state) - order.indexOf(b.state) ||
      compare(a.sessionId, b.sessionId),
  );
}

/** What the sessions of a list stand under: their repository, else the folder that they run in. */
export function placeOf({ repository, processes, cwds }: LiveRow): string {
  return repository ?? processes.find(({ cwd }) => cwd !== undefined)?.cwd ?? cwds.at(-1) ?? '';
}

function mainTree(commonDir: string, toplevel: string): string {
  return path.basename(commonDir) === '.git' ? path.dirname(commonDir) : toplevel;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
