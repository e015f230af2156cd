/** All that stands where scratch directories stand, measured: what cleaning chooses from. */
import type * as fs from 'node:fs';
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { toplevelOf, type RepositoryCache } from '../disk/repositories.ts';
import { openDirectory, type DirectoryHandle, type HandleKind, type OpenProblem } from '../disk/directoryHandle.ts';
import { measure, type Measurement } from './measure.ts';
import type { KeepReason } from './reasons.ts';
import { isReservedName, scratchBases, sessionIdOfScratch, type ScratchBase } from './scratchLayout.ts';

export interface ScratchCandidate {
  readonly path: string;
  readonly toplevel: string;
  readonly base: ScratchBase;
  /** Base name of `path`; `undefined` for a base that is no real directory. */
  readonly name: string | undefined;
  readonly sessionId: SessionId | undefined;
  /**
   * Taken when the candidate was read; the act compares it with what it finds. `undefined` where nothing was walked.
   */
  readonly measurement: Measurement | undefined;
  /** What speaks against touching it whatever its age. */
  readonly problem: KeepReason | undefined;
  /**
   * Only these files of the folder, the outputs of the session's background tasks: they move, and the folder stays. The
   * `toplevel` is then the client's folder below the temporary directory.
   */
  readonly outputs?: readonly string[];
}

export interface CandidateOptions {
  /** Bases beyond erk's own. */
  readonly patterns?: readonly ScratchBase[];
  /** Only these sessions. */
  readonly sessionIds?: ReadonlySet<SessionId>;
  readonly handles?: HandleKind;
}

/** Candidates below the given toplevels, in the order of toplevels, bases and names. Missing folders hold none. */
export function scratchCandidates(toplevels: readonly string[], options: CandidateOptions = {}): ScratchCandidate[] {
  return toplevels.flatMap((toplevel) =>
    scratchBases(options.patterns).flatMap((base) => candidatesInBase(toplevel, base, options)),
  );
}

/** The candidate at one path, when that path is a scratch directory of a session by its place and name. */
export function scratchCandidateAt(
  directory: string,
  options: CandidateOptions = {},
  cache?: RepositoryCache,
): ScratchCandidate | undefined {
  const name = path.basename(directory);
  const sessionId = sessionIdOfScratch(name);
  const toplevel = toplevelOf(directory, cache);
  if (toplevel === undefined || sessionId === undefined) return undefined;
  const base = scratchBases(options.patterns).find((each) => path.join(toplevel, ...each, name) === directory);
  if (!base) return undefined;
  return withBase(toplevel, base, options.handles, (folder, problem) =>
    folder ? candidate(toplevel, base, name, folder) : problem && brokenBase(toplevel, base, problem),
  );
}

/** A session's directory by its place and name alone, not looked into. */
export interface NamedScratch {
  readonly path: string;
  readonly sessionId: SessionId;
}

/** Session directories that stand in the bases of a toplevel, those restored beside another included. */
export function namedScratch(toplevel: string, options: CandidateOptions = {}): NamedScratch[] {
  return scratchBases(options.patterns).flatMap((base) =>
    withBase(toplevel, base, options.handles, (folder) =>
      ((folder && listNames(folder, (entry) => entry.isDirectory())) ?? []).flatMap((name) => {
        const sessionId = sessionIdOfScratch(name);
        return sessionId ? [{ path: path.join(toplevel, ...base, name), sessionId }] : [];
      }),
    ),
  );
}

function candidatesInBase(toplevel: string, base: ScratchBase, options: CandidateOptions): ScratchCandidate[] {
  return withBase(toplevel, base, options.handles, (folder, problem) => {
    if (!folder) return problem ? [brokenBase(toplevel, base, problem)] : [];
    const names = listNames(folder);
    if (!names) return [brokenBase(toplevel, base, 'unreadable')];
    return names
      .filter((name) => !options.sessionIds || options.sessionIds.has(sessionIdOfScratch(name) as SessionId))
      .map((name) => candidate(toplevel, base, name, folder));
  });
}

function candidate(toplevel: string, base: ScratchBase, name: string, folder: DirectoryHandle): ScratchCandidate {
  const sessionId = sessionIdOfScratch(name);
  const measurement = sessionId && measure(folder, name);
  const problem = sessionId ? measurement?.problem : 'not-a-session-id';
  return { path: path.join(toplevel, ...base, name), toplevel, base, name, sessionId, measurement, problem };
}

function brokenBase(toplevel: string, base: ScratchBase, problem: OpenProblem): ScratchCandidate {
  return {
    path: path.join(toplevel, ...base),
    toplevel,
    base,
    name: undefined,
    sessionId: undefined,
    measurement: undefined,
    problem: problem === 'unreadable' ? 'unreadable' : 'root-not-a-real-directory',
  };
}

/** Calls `use` with the open base, or with what is wrong with it; with neither when it is not there. */
function withBase<T>(
  toplevel: string,
  base: ScratchBase,
  kind: HandleKind | undefined,
  use: (folder: DirectoryHandle | undefined, problem: OpenProblem | undefined) => T,
): T {
  const top = openDirectory(toplevel, kind);
  if (typeof top === 'string') return use(undefined, top === 'missing' ? undefined : top);
  const folder = top.openAll(base);
  top.close();
  if (typeof folder === 'string') return use(undefined, folder === 'missing' ? undefined : folder);
  try {
    return use(folder, undefined);
  } finally {
    folder.close();
  }
}

/** Sorted names, without erk's own and the bin; `undefined` when the folder cannot be read. */
function listNames(folder: DirectoryHandle, isWanted?: (entry: fs.Dirent) => boolean): string[] | undefined {
  const names: string[] = [];
  try {
    for (const { name, dirent } of folder.entries()) {
      const text = name.toString();
      if (!isReservedName(text) && isWanted?.(dirent) !== false) names.push(text);
    }
  } catch {
    return undefined;
  }
  return names.sort();
}
