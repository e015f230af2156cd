/** The scratch directories of one session. */
import * as path from 'node:path';
import type { ScratchDirectory, SessionId } from '../model.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { namedScratch } from './candidates.ts';
import { scratchpadAt, sessionOfAgentLog, taskOutputPath, type ClaudeTmpHost, type TaskOutput } from './claudeTmp.ts';
import { openDirectory } from '../disk/directoryHandle.ts';
import { measure } from './measure.ts';
import type { ScratchBase } from './scratchLayout.ts';

/** What a session's own entries and the host say of its scratch. Everything from the log is taken as hostile. */
export interface ScratchQuery {
  readonly sessionId: SessionId;
  /** Working directories of its entries. */
  readonly cwds: readonly string[];
  /** Bases beyond erk's own. */
  readonly patterns?: readonly ScratchBase[];
  /** Values of `scratchpadDirectory`. */
  readonly scratchpads?: readonly string[];
  /** Values of `outputFile`. */
  readonly outputFiles?: readonly string[];
  /** Values of `backgroundTaskId`. */
  readonly taskIds?: readonly string[];
  /** Paths of its agent logs, for links that lead to a log whose path names no session. */
  readonly agentLogs?: readonly string[];
}

export interface FoundScratch extends ScratchDirectory {
  /** Names of the entries that belong to the session, where the directory is shared with others; `undefined`: all. */
  readonly only: readonly string[] | undefined;
}

export interface ScratchHost extends ClaudeTmpHost {
  /** From `readTaskOutputs`, read once for many sessions. */
  readonly taskOutputs: readonly TaskOutput[];
}

/** Scratch of a session: erk's by toplevel and root, then the client's scratchpad and task outputs. Never throws. */
export function findScratch(
  query: ScratchQuery,
  host: ScratchHost,
  cache: RepositoryCache = new Map(),
): FoundScratch[] {
  return [...erkScratch(query, cache), ...scratchpads(query, host), ...taskFolders(query, host)];
}

function erkScratch({ sessionId, cwds, patterns }: ScratchQuery, cache: RepositoryCache): FoundScratch[] {
  const toplevels = new Set(cwds.flatMap((cwd) => toplevelOf(cwd, cache) ?? []));
  return [...toplevels]
    .flatMap((toplevel) => namedScratch(toplevel, { patterns }))
    .filter((scratch) => scratch.sessionId === sessionId)
    .flatMap((scratch) => measured(scratch.path, 'erk'));
}

function scratchpads({ scratchpads = [] }: ScratchQuery, host: ScratchHost): FoundScratch[] {
  const places = new Set(scratchpads.flatMap((named) => scratchpadAt(named, host) ?? []));
  return [...places].flatMap((place) => measured(place, 'claude-scratchpad'));
}

function taskFolders(query: ScratchQuery, host: ScratchHost): FoundScratch[] {
  const named = new Set(query.outputFiles?.flatMap((file) => taskOutputPath(file, host) ?? []));
  const taskIds = new Set(query.taskIds);
  const agentLogs = new Set(query.agentLogs);
  const own = host.taskOutputs.filter(
    ({ path: location, target, taskId, encodedCwd }) =>
      named.has(location) ||
      (target !== undefined && (agentLogs.has(target) || sessionOfAgentLog(target) === query.sessionId)) ||
      (taskIds.has(taskId) && query.cwds.some((cwd) => isEncodingOf(encodedCwd, cwd))),
  );
  const folders = new Map<string, TaskOutput[]>();
  for (const output of own) folders.set(output.folder, [...(folders.get(output.folder) ?? []), output]);
  return [...folders].map(([folder, outputs]) => {
    const sizes = outputs.flatMap(({ bytes }) => bytes ?? []);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { path: folder, kind: 'claude-tasks', files: sizes.length, bytes, only: outputs.map(({ name }) => name) };
  });
}

/** Beyond 200 characters the client cuts the name and adds a hash of its own. */
function isEncodingOf(encoded: string, cwd: string): boolean {
  const own = cwd.replace(/[^A-Za-z0-9]/g, '-');
  return own.length <= 200 ? encoded === own : encoded.startsWith(`${own.slice(0, 200)}-`);
}

function measured(location: string, kind: 'erk' | 'claude-scratchpad'): FoundScratch[] {
  const parent = openDirectory(path.dirname(location));
  if (typeof parent === 'string') return [];
  const { problem, files, bytes } = measure(parent, path.basename(location));
  parent.close();
  const isThere = problem !== 'missing' && problem !== 'symlink' && problem !== 'not-a-directory';
  return isThere ? [{ path: location, kind, files, bytes, only: undefined }] : [];
}
