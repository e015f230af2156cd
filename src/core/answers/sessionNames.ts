/** By which names a session may be known: to a person, to the client's own lists, to a process, to the cloud. */
import * as path from 'node:path';
import { mainWorktreeOf, repositoryOf, type RepositoryCache } from '../disk/repositories.ts';
import { sessionOfJob } from '../extras/extrasLayout.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { ExtraFile, SessionId, SessionName, SessionRow } from '../model.ts';

/** Those of its row, its job where one is left, its worktrees and what ran it. Its ID and title are not among them. */
export function sessionNames(
  row: Pick<SessionRow, 'names' | 'entrypoints' | 'cwds'>,
  extras: readonly ExtraFile[] = [],
  cache: RepositoryCache = new Map(),
): SessionName[] {
  const jobs = extras
    .filter(({ evidence }) => evidence.kind === 'job')
    .map((file) => path.basename(path.dirname(file.evidence.file)));
  const worktrees = row.cwds.flatMap((cwd) => worktreeName(cwd, cache) ?? []);
  const more = [
    ...jobs.map((name): SessionName => ({ kind: 'job', name })),
    ...worktrees.map((name): SessionName => ({ kind: 'worktree', name })),
    ...row.entrypoints.map((name): SessionName => ({ kind: 'entrypoint', name })),
  ];
  const names = [...row.names];
  for (const one of more) if (!names.some(({ kind, name }) => kind === one.kind && name === one.name)) names.push(one);
  return names;
}

/**
 * Name of the linked worktree that a working directory lies in: of the client's own by their place, of others by git's
 * files.
 */
export function worktreeName(cwd: string, cache: RepositoryCache): string | undefined {
  const own = /[/\\]\.claude[/\\]worktrees[/\\]([^/\\]+)/.exec(cwd)?.[1];
  if (own !== undefined) return own;
  const repository = repositoryOf(cwd, cache);
  const main = repository && mainWorktreeOf(repository);
  if (main === undefined || main === repository?.toplevel) return undefined;
  return repository && path.basename(repository.toplevel);
}

/** The session of the background job of this short ID, in any root. */
export function sessionsOfJob(jobId: string, index: SessionIndex): SessionId[] {
  if (!/^[0-9a-f]{8}$/.test(jobId)) return [];
  return index.host.roots.flatMap((root) => sessionOfJob(path.join(root, 'jobs', jobId))?.sessionId ?? []);
}
