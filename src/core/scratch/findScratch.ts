/** The scratch directories of one session. */
import * as path from 'node:path';
import type { Evidence, ScratchDirectory, SessionId } from '../model.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { namedScratch } from './candidates.ts';
import { scratchpadAt, sessionOfAgentLog, taskOutputPath, type ClaudeTmpHost, type TaskOutput } from './claudeTmp.ts';
import { openDirectory } from '../disk/directoryHandle.ts';
import { measure } from './measure.ts';
import type { ScratchBase } from './scratchLayout.ts';

/** What a session's own entries and the host say of its scratch. Everything from the log is taken as hostile. */
export interface ScratchQuery {
  readonly sessionId: SessionId;
  /** Working directories of its entries, those of its agents' entries included. */
  readonly cwds: readonly string[];
  /** Bases beyond erk's own. */
  readonly patterns?: readonly ScratchBase[];
  /** Further folders in whose working trees a directory may have the session's ID for a name. */
  readonly places?: Iterable<string>;
  /** Values of `scratchpadDirectory`. */
  readonly scratchpads?: readonly LoggedName[];
  /** Values of `outputFile`. */
  readonly outputFiles?: readonly LoggedName[];
  /** Values of `backgroundTaskId`. */
  readonly taskIds?: readonly LoggedName[];
  /** Paths of its agent logs, for links that lead to a log whose path names no session. */
  readonly agentLogs?: readonly string[];
}

/** What an entry names, and where. */
export interface LoggedName {
  readonly name: string;
  readonly evidence: Evidence<'named-in-log'>;
}

/** One task output of the session. */
export interface FoundOutput {
  readonly path: string;
  /** 0 for a link. */
  readonly bytes: number;
  readonly evidence: Evidence;
}

export interface FoundScratch extends ScratchDirectory {
  /**
   * Names of the entries that belong to the session, where the directory is shared with others; `undefined`: all. Each
   * has the evidence at its place.
   */
  readonly only: readonly string[] | undefined;
  /** Of a folder that has outputs of others too: those of the session. */
  readonly outputs?: readonly FoundOutput[];
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

function erkScratch(query: ScratchQuery, cache: RepositoryCache): FoundScratch[] {
  const { sessionId, cwds, places = [], patterns } = query;
  const toplevels = new Set([...cwds, ...places].flatMap((folder) => toplevelOf(folder, cache) ?? []));
  return [...toplevels]
    .flatMap((toplevel) => namedScratch(toplevel, { patterns }))
    .filter((scratch) => scratch.sessionId === sessionId)
    .flatMap((scratch) => {
      const evidence = [{ kind: 'folder-name', file: scratch.path, line: 0, offset: 0 }];
      return measured(scratch.path, 'erk', evidence);
    });
}

function scratchpads({ scratchpads = [] }: ScratchQuery, host: ScratchHost): FoundScratch[] {
  const places = new Map<string, Evidence[]>();
  for (const { name, evidence } of scratchpads) {
    const place = scratchpadAt(name, host);
    if (place !== undefined && !places.has(place)) places.set(place, [evidence]);
  }
  return [...places].flatMap(([place, evidence]) => measured(place, 'claude-scratchpad', evidence));
}

/** Folders with outputs of the session's background tasks. */
export function taskFolders(query: ScratchQuery, host: ScratchHost): FoundScratch[] {
  const evidenceOf = outputEvidence(query, host);
  const folders = new Map<string, { output: TaskOutput; evidence: Evidence }[]>();
  const shared = new Set<string>();
  for (const output of host.taskOutputs) {
    const evidence = evidenceOf(output);
    if (evidence === undefined) {
      shared.add(output.folder);
      continue;
    }
    const known = folders.get(output.folder);
    if (known === undefined) folders.set(output.folder, [{ output, evidence }]);
    else known.push({ output, evidence });
  }
  return [...folders].map(([folder, own]): FoundScratch => {
    const outputs = own.map(({ output, evidence }) => ({ path: output.path, bytes: output.bytes ?? 0, evidence }));
    return {
      path: folder,
      kind: 'claude-tasks',
      files: own.filter(({ output }) => output.bytes !== undefined).length,
      bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
      evidence: outputs.map(({ evidence }) => evidence),
      only: own.map(({ output }) => output.name),
      ...(shared.has(folder) ? { outputs } : {}),
    };
  });
}

/** Why an output is the session's. A link's target says whose it is now, whatever an entry, or a copy of one, names. */
function outputEvidence(query: ScratchQuery, host: ScratchHost): (output: TaskOutput) => Evidence | undefined {
  const named = new Map<string, Evidence>();
  for (const { name, evidence } of query.outputFiles ?? []) {
    const location = taskOutputPath(name, host);
    if (location !== undefined && !named.has(location)) named.set(location, evidence);
  }
  const taskIds = new Map(query.taskIds?.map(({ name, evidence }) => [name, evidence]));
  const agentLogs = new Set(query.agentLogs);
  return ({ path: location, target, taskId, encodedCwd }) => {
    const owner = target === undefined ? undefined : sessionOfAgentLog(target);
    const isByLink = target !== undefined && (agentLogs.has(target) || owner === query.sessionId);
    if (owner !== undefined && !isByLink) return undefined;
    if (named.has(location)) return named.get(location);
    if (isByLink) return { kind: 'link-target', file: location, line: 0, offset: 0 };
    return query.cwds.some((cwd) => isEncodingOf(encodedCwd, cwd)) ? taskIds.get(taskId) : undefined;
  };
}

/**
 * The scratch as files and folders that hold nothing of others: of a shared folder of outputs, each of the session's.
 */
export function ownScratch(
  found: readonly (ScratchDirectory & Partial<Pick<FoundScratch, 'only' | 'outputs'>>)[],
): ScratchDirectory[] {
  return found.flatMap(({ only, outputs, ...directory }): ScratchDirectory[] => {
    if (outputs === undefined) return [directory];
    return outputs.map(({ path: file, bytes, evidence }) => {
      return { path: file, kind: 'claude-tasks', files: 1, bytes, evidence: [evidence] };
    });
  });
}

/** Each output in the folders of outputs among these, with the evidence that is its own. */
export function outputsIn(
  found: readonly (ScratchDirectory & Partial<Pick<FoundScratch, 'only'>>)[],
): Pick<ScratchDirectory, 'path' | 'evidence'>[] {
  return found.flatMap(({ path: folder, only = [], evidence }) =>
    only.map((name, i) => ({ path: path.join(folder, name), evidence: evidence.slice(i, i + 1) })),
  );
}

/** Whether a name may stand for a folder. Beyond 200 characters the client cuts the name and adds a hash of its own. */
export function isEncodingOf(encoded: string, cwd: string): boolean {
  const own = cwd.replace(/[^A-Za-z0-9]/g, '-');
  return own.length <= 200 ? encoded === own : encoded.startsWith(`${own.slice(0, 200)}-`);
}

function measured(location: string, kind: 'erk' | 'claude-scratchpad', evidence: readonly Evidence[]): FoundScratch[] {
  const parent = openDirectory(path.dirname(location));
  if (typeof parent === 'string') return [];
  const { problem, files, bytes } = measure(parent, path.basename(location));
  parent.close();
  const isThere = problem !== 'missing' && problem !== 'symlink' && problem !== 'not-a-directory';
  return isThere ? [{ path: location, kind, files, bytes, evidence, only: undefined }] : [];
}
