/**
 * Who wrote which file, with the proof. The one door of this room. Logs are read for files only when that is asked for; what was
 * read is kept in a cache of its own, never in memory.
 */
import { isSessionLog, type TrackedLog } from '../log/trackedLog.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { CopiedFileChange, FileChange, SessionId } from '../model.ts';
import { readChanges, type LogChanges, type LoggedChange } from './readChanges.ts';

/** Changes in the order of the log, a session's own log before those of its agents. */
export interface FoundChanges {
  readonly changes: readonly FileChange[];
  /** Entries that are copies of another session's: told, and given to nobody. */
  readonly copies: readonly CopiedFileChange[];
  /** Logs that could not be read: what they say is not in the answer. */
  readonly unreadable: readonly string[];
}

export class FileChanges {
  readonly #index: SessionIndex;

  constructor(index: SessionIndex) {
    this.#index = index;
  }

  /** What the session and its agents changed. */
  ofSession(id: SessionId): FoundChanges {
    const { logs = [], agents = [] } = this.#index.sessionLogs(id) ?? {};
    const found = new Gathered();
    for (const log of [...logs, ...agents]) {
      const read = readChanges(log.file);
      if (read === undefined) found.unreadable.push(log.file.path);
      else found.add(log, read, (owner) => owner === id);
    }
    return found;
  }
}

class Gathered implements FoundChanges {
  readonly changes: FileChange[] = [];
  readonly copies: CopiedFileChange[] = [];
  readonly unreadable: string[] = [];
  readonly #seen = new Set<string>();

  /** The changes of a log that `wants` takes. */
  add(log: TrackedLog, { changes }: LogChanges, wants: (owner: SessionId, path: string) => boolean): void {
    for (const change of changes) {
      const owner = log.file.sessionId ?? change.owner;
      if (owner === undefined || !wants(owner, change.path)) continue;
      const told = describe(log, owner, change);
      const copiedFrom = originalOf(log, change);
      if (copiedFrom !== undefined) {
        this.copies.push({ ...told, copiedFrom: copiedFrom === '' ? undefined : copiedFrom });
        continue;
      }
      // An agent's log can hold its caller's context.
      const key = `${owner}\n${change.toolUseId}\n${change.path}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.changes.push(told);
    }
  }
}

/** The session that a copied entry is of, `''` where nothing names it; `undefined` for an entry of the log's own. */
function originalOf(log: TrackedLog, change: LoggedChange): SessionId | '' | undefined {
  if (change.copiedFrom !== undefined) return change.copiedFrom;
  const fork = isSessionLog(log) ? log.facts.forkedFrom : undefined;
  const isCopy = fork?.copiedUpTo !== undefined && change.line >= fork.position.line && change.line <= fork.copiedUpTo;
  return isCopy ? fork.sessionId : undefined;
}

function describe({ file }: TrackedLog, sessionId: SessionId, change: LoggedChange): FileChange {
  const { line, offset, copiedFrom: _mark, owner: _owner, ...rest } = change;
  return {
    ...rest,
    sessionId,
    agentId: file.kind === 'agent' ? file.agentId : undefined,
    takenBack: false,
    evidence: { kind: 'tool-result', file: file.path, line, offset },
  };
}
