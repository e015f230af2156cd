/** The files that one session, or one agent of it, changed: as rows to look through. */
import { changedFiles, sumOf } from './changedFiles.ts';
import { fileNow, type FileNow } from './fileNow.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import { pathKey } from '../files/targetPath.ts';
import type { FileChange, SessionId } from '../model.ts';
import { sessionsOfPaths, type FileSessions } from './sessionsOfPaths.ts';

export interface SessionFile extends Pick<FileChange, 'path' | 'added' | 'removed'> {
  /** Of copies, where all are copies. */
  readonly changes: number;
  /** The last one by the log's own time. */
  readonly last: Pick<FileChange, 'kind' | 'agentId' | 'toolUseId' | 'time' | 'evidence'>;
  /** Agents that made some of the changes, in the order of the log. */
  readonly agents: readonly string[];
  /** Other sessions whose logs prove that they changed the same file. */
  readonly alsoBy: readonly SessionId[];
  /** Whether /rewind took the changes back; `undefined` where that is not known. */
  readonly takenBack: 'all' | 'some' | 'none' | undefined;
  /** All changes are copies of another session's entries: this one made none. `''` where nothing names that session. */
  readonly copiedFrom: SessionId | '' | undefined;
  readonly now: FileNow;
}

export interface SessionFiles {
  /** By path. */
  readonly files: readonly SessionFile[];
  /** Of all files, those not listed included. */
  readonly total: number;
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: number;
}

export interface FilesQuestion {
  /** Only what this agent changed; without it the session and all its agents. */
  readonly agentId?: string | undefined;
  /** Only in these folders a file is looked at. */
  readonly folders: readonly string[];
  readonly limit: number;
}

/** Reads the logs of the session, and what is known of all others. */
export function filesOfSession(
  known: FileChanges,
  id: SessionId,
  { agentId, folders, limit }: FilesQuestion,
): SessionFiles {
  const isAsked = (change: FileChange): boolean => agentId === undefined || change.agentId === agentId;
  const found = known.ofSession(id);
  const own = changedFiles(found.changes.filter(isAsked), false);
  const ownPaths = new Set(own.map(({ path }) => pathKey(path)));
  const copies = changedFiles(found.copies.filter(isAsked), false).filter(({ path }) => !ownPaths.has(pathKey(path)));
  const all = [...own, ...copies].sort((a, b) => (a.path < b.path ? -1 : 1));
  const shown = all.slice(0, limit);
  const paths = shown.map(({ path }) => path);
  const touching = sessionsOfPaths(paths.length === 0 ? [] : known.touching(paths).changes, paths);
  const takenBack = known.withTakenBack(shown.flatMap(({ changes }) => changes));
  let at = 0;
  const files = shown.map(({ path, changes, last }, index): SessionFile => {
    const marked = takenBack.slice(at, (at += changes.length));
    const { kind, toolUseId, time, evidence } = last;
    const copiedFrom = 'copiedFrom' in last ? ((last.copiedFrom as SessionId | undefined) ?? '') : undefined;
    return {
      path,
      changes: changes.length,
      added: sumOf(changes, 'added'),
      removed: sumOf(changes, 'removed'),
      last: { kind, agentId: last.agentId, toolUseId, time, evidence },
      agents: [...new Set(changes.flatMap((change) => change.agentId ?? []))],
      alsoBy: othersOf(id, touching[index]),
      takenBack: copiedFrom === undefined ? takenBackOf(marked) : 'none',
      copiedFrom,
      now: fileNow(path, last, folders),
    };
  });
  return { files, total: all.length, unreadable: found.unreadable.length };
}

function othersOf(id: SessionId, touching: FileSessions | undefined): SessionId[] {
  const ids = new Set(touching?.sessions.map(({ sessionId }) => sessionId));
  return [...ids].filter((other) => other !== id);
}

function takenBackOf(changes: readonly FileChange[]): SessionFile['takenBack'] {
  if (changes.every(({ takenBack }) => takenBack === true)) return 'all';
  if (changes.some(({ takenBack }) => takenBack === true)) return 'some';
  return changes.every(({ takenBack }) => takenBack === false) ? 'none' : undefined;
}
