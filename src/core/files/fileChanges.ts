/**
 * Who wrote which file, with the proof. The one door of this room. Logs are read for files only when that is asked for;
 * what was read is kept in a cache of its own, and in memory of the logs whose sessions were asked for last.
 */
import * as path from 'node:path';
import { copiedFromAt, type TrackedLog } from '../log/trackedLog.ts';
import type { FileStamp } from '../disk/fileStamp.ts';
import { LogUnreadableError } from '../log/openLog.ts';
import type { CatalogFolder } from '../index/catalogFolder.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { CopiedFileChange, FileChange, SessionId } from '../model.ts';
import type { Stretch } from '../transcript/page.ts';
import { stretchAt } from '../transcript/stretch.ts';
import { TakenBackLogs } from '../transcript/takenBack.ts';
import { askedPaths } from './askedPaths.ts';
import { ChangesCache } from './changesCache.ts';
import { readChanges, type LogChanges, type LoggedChange } from './readChanges.ts';

export { changesCacheFile } from './changesCache.ts';

/** Changes in the order of the log, a session's own log before those of its agents. */
export interface FoundChanges {
  readonly changes: readonly FileChange[];
  /** Entries that are copies of another session's: they are named, and given to nobody. */
  readonly copies: readonly CopiedFileChange[];
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: readonly string[];
}

/** With fewer logs to read than this, and fewer bytes, the cache is not worth writing anew. */
const fewLogs = 200;
const fewBytes = 16 * 1024 * 1024;

/** Logs of sessions that were asked for last: a live session is asked for again with each of its entries. */
const recentLogs = 1000;
/** The same of what /rewind took back: each remembers where the entries of its log stand. */
const rewoundLogs = 32;

export class FileChanges {
  readonly #index: SessionIndex;
  readonly #cacheFile: string | undefined;
  readonly #recent = new Map<string, LogChanges>();
  readonly #takenBack = new TakenBackLogs(rewoundLogs);

  /** `cacheFile`: where what was read is kept; without it each question reads all logs. */
  constructor(index: SessionIndex, cacheFile?: string) {
    this.#index = index;
    this.#cacheFile = cacheFile;
  }

  /** What the session and its agents changed. Reads its logs alone. */
  ofSession(id: SessionId): FoundChanges {
    const { logs = [], agents = [] } = this.#index.sessionLogs(id) ?? {};
    const found = new Gathered();
    for (const log of [...logs, ...agents]) found.take(log, this.#readOn(log), (owner) => owner === id);
    return found;
  }

  /** Reads only what is new in a log that was read lately. */
  #readOn(log: TrackedLog): LogChanges | undefined {
    const { file } = log;
    const read = readChanges(log, this.#recent.get(file.path));
    this.#recent.delete(file.path);
    if (read !== undefined) this.#recent.set(file.path, read);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= recentLogs) break;
      this.#recent.delete(oldest);
    }
    return read;
  }

  /**
   * Who changed these files, or what lies in these folders. Absolute paths; by either spelling where links lead there.
   */
  touching(paths: readonly string[]): FoundChanges {
    const isAsked = askedPaths(paths);
    const cache = this.#refreshedCache();
    const found = new Gathered();
    const wanted = cache && Uint8Array.from(cache.paths, (target) => (isAsked(target) ? 1 : 0));
    for (const { folder, at, number, stamp } of this.#logs(cache)) {
      const isKept = cache?.isCurrent(number, stamp) === true;
      if (isKept && wanted !== undefined && !cache.hasTarget(number, wanted)) continue;
      const log = folder.logAt(at);
      if (log === undefined) continue;
      const known = cache?.changesOf(number);
      const changes = isKept && known !== undefined ? known : readChanges(log, known);
      found.take(log, changes, (_owner, target) => isAsked(target));
    }
    cache?.close();
    return found;
  }

  /**
   * The same changes, with what their logs say of /rewind. Reads the logs of their sessions: ask for what is shown
   * alone.
   */
  withTakenBack(changes: readonly FileChange[]): FileChange[] {
    const known = new Map<string, readonly Stretch[] | undefined>();
    const stretchesOf = (log: string, sessionId: SessionId): readonly Stretch[] | undefined => {
      if (!known.has(log)) known.set(log, takenBackStretches(this.#takenBack, log, sessionId));
      return known.get(log);
    };
    return changes.map((change) => {
      const { sessionId, agentId, evidence } = change;
      if (agentId === undefined) {
        const stretches = stretchesOf(evidence.file, sessionId);
        return { ...change, takenBack: stretches && stretchAt(stretches, evidence.offset) !== undefined };
      }
      // In which turn an agent worked its log does not say.
      const { logs = [] } = this.#index.sessionLogs(sessionId) ?? {};
      const isNone = logs.every(({ file }) => stretchesOf(file.path, sessionId)?.length === 0);
      return { ...change, takenBack: isNone ? false : undefined };
    });
  }

  /** The cache as it is, or written anew where much of it is not as the disk says. */
  #refreshedCache(): ChangesCache | undefined {
    if (this.#cacheFile === undefined) return undefined;
    const { roots } = this.#index.host;
    const before = ChangesCache.open(this.#cacheFile, roots);
    let logs = 0;
    let bytes = 0;
    for (const { number, stamp } of this.#logs(before)) {
      if (before?.isCurrent(number, stamp) === true) continue;
      logs++;
      bytes += stamp?.size ?? 0;
    }
    if (before !== undefined && logs < fewLogs && bytes < fewBytes) return before;
    const folders = [...this.#index.logs.folders];
    const numbers = folders.map((folder) => before?.numbersOf(folder.folder.path, folder.joinedNames));
    const written = ChangesCache.write(this.#cacheFile, this.#index, (at, log) => {
      const folder = folders[at];
      const number = numbers[at]?.(log) ?? -1;
      const summary = folder?.summaryAt(log);
      if (summary?.speaksOfFiles !== true) return undefined;
      const known = before?.changesOf(number);
      if (known !== undefined && before?.isCurrent(number, summary.stamp) === true) return known;
      const tracked = folder?.logAt(log);
      return tracked && readChanges(tracked, known);
    });
    if (written === undefined) return before;
    before?.close();
    return written;
  }

  /** The logs that speak of files, and those that could not be read. */
  *#logs(cache: ChangesCache | undefined): Generator<LogInFolder, void> {
    for (const folder of this.#index.logs.folders) {
      const numberOf = cache?.numbersOf(folder.folder.path, folder.joinedNames);
      for (let at = 0; at < folder.count; at++) {
        const { stamp, speaksOfFiles = false } = folder.summaryAt(at) ?? {};
        if (speaksOfFiles || stamp === undefined) yield { folder, at, stamp, number: numberOf?.(at) ?? -1 };
      }
    }
  }
}

interface LogInFolder {
  readonly folder: CatalogFolder;
  readonly at: number;
  readonly stamp: FileStamp | undefined;
  /** In the cache; -1 where it does not have it. */
  readonly number: number;
}

/** What /rewind took back in a session's log; `undefined` when that cannot be read. */
function takenBackStretches(logs: TakenBackLogs, log: string, sessionId: SessionId): readonly Stretch[] | undefined {
  try {
    const isAgent = path.basename(log).startsWith('agent-');
    return logs.of(log, { ownId: sessionId, agentLog: isAgent });
  } catch (error) {
    if (error instanceof LogUnreadableError) return undefined;
    throw error;
  }
}

class Gathered implements FoundChanges {
  readonly changes: FileChange[] = [];
  readonly copies: CopiedFileChange[] = [];
  readonly unreadable: string[] = [];
  readonly #seen = new Set<string>();

  /** The changes of a log that `wants` takes; `read` is `undefined` when it could not be read. */
  take(log: TrackedLog, read: LogChanges | undefined, wants: (owner: SessionId, path: string) => boolean): void {
    if (read === undefined) this.unreadable.push(log.file.path);
    for (const change of read?.changes ?? []) {
      const owner = log.file.sessionId ?? change.owner;
      if (owner === undefined || !wants(owner, change.path)) continue;
      const described = describe(log, owner, change);
      const copiedFrom = originalOf(log, change);
      if (copiedFrom !== undefined) {
        this.copies.push({ ...described, copiedFrom: copiedFrom === '' ? undefined : copiedFrom });
        continue;
      }
      // An agent's log can hold its caller's context.
      const key = `${owner}\n${change.toolUseId}\n${change.path}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.changes.push(described);
    }
  }
}

/** The session that a copied entry is of, `''` where nothing names it; `undefined` for an entry of the log's own. */
function originalOf(log: TrackedLog, change: LoggedChange): SessionId | '' | undefined {
  return change.copiedFrom ?? copiedFromAt(log, change.line);
}

function describe({ file }: TrackedLog, sessionId: SessionId, change: LoggedChange): FileChange {
  const { line, offset, copiedFrom: _mark, owner: _owner, ...rest } = change;
  return {
    ...rest,
    sessionId,
    agentId: file.kind === 'agent' ? file.agentId : undefined,
    takenBack: undefined,
    evidence: { kind: 'tool-result', file: file.path, line, offset },
  };
}
