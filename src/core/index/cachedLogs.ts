/**
 * The logs that the cache knows and nobody has asked about since: their stamps in columns, what they say left in the
 * cache's file. A log is told by its number here: its place in the order of folders and names.
 */
import * as path from 'node:path';
import type { FileStamp } from '../disk/fileStamp.ts';
import type { SessionId } from '../model.ts';
import type { LogFolder } from '../roots/logFolder.ts';
import type { NumberedIds } from './cachedRows.ts';

export interface CachedFolder {
  readonly folder: LogFolder;
  /** Number of its first log; the others follow in the order of their names. */
  readonly first: number;
  /** How many there are, and their names, parted by newlines. */
  readonly logs: number;
  readonly names: string;
  /** Names of the folders below, parted by newlines. */
  readonly below: string;
  /** Of a listing that is believed while the folder has this stamp. */
  readonly stamp: FileStamp | undefined;
}

/** Owner of a log of no session, or of several. */
export const noOwner = -1;
export const severalOwners = -2;

const undamaged = { badLines: 0, repairedLines: 0 };

export interface CachedLogsData {
  readonly folders: readonly CachedFolder[];
  readonly sessions: NumberedIds;
  /** Size, mtimeMs, ctimeMs and inode of each log; size NaN: the log is to be read again. */
  readonly stamps: Float64Array;
  /** Lines skipped and records repaired in the logs that have such. */
  readonly damaged: ReadonlyMap<number, { readonly badLines: number; readonly repairedLines: number }>;
  /** Number of the session that each log is of, `noOwner` or `severalOwners`. */
  readonly owners: Int32Array;
  /** The sessions of logs with several owners. */
  readonly shared: ReadonlyMap<number, readonly number[]>;
  /** What a log says, packed; `undefined` when it is lost. */
  readonly packed: (log: number) => Buffer | undefined;
  readonly close: () => void;
}

export class CachedLogs {
  readonly folders: readonly CachedFolder[];
  readonly sessions: NumberedIds;
  readonly #parts: CachedLogsData;
  #bySession: LogsBySession | undefined;

  constructor(parts: CachedLogsData) {
    this.#parts = parts;
    this.folders = parts.folders;
    this.sessions = parts.sessions;
  }

  /** Whether a log is as it was. */
  isSame(log: number, now: FileStamp): boolean {
    const { stamps } = this.#parts;
    const at = log * 4;
    return (
      stamps[at] === now.size &&
      stamps[at + 1] === now.mtimeMs &&
      stamps[at + 2] === now.ctimeMs &&
      stamps[at + 3] === now.ino
    );
  }

  stampOf(log: number): FileStamp | undefined {
    return stampIn(this.#parts.stamps, log);
  }

  /** Bytes, as far as they are known, and lines skipped and records repaired. */
  figuresOf(log: number): { bytes: number; badLines: number; repairedLines: number } {
    const { stamps, damaged } = this.#parts;
    return { bytes: stamps[log * 4] || 0, ...(damaged.get(log) ?? undamaged) };
  }

  /** The sessions that a log has entries of. */
  ownersOf(log: number): SessionId[] {
    return this.#ownerNumbers(log).map((owner) => this.sessions.idAt(owner) as SessionId);
  }

  /** What a log says, packed; `undefined` when it is lost. */
  packed(log: number): Buffer | undefined {
    return this.#parts.packed(log);
  }

  #folderOf(log: number): CachedFolder | undefined {
    let low = 0;
    let high = this.folders.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.folders[middle]?.first ?? 0) <= log) low = middle;
      else high = middle;
    }
    return this.folders[low];
  }

  /** The folder that a log stands in, and its name there. */
  placeOf(log: number): { folder: LogFolder; name: string } | undefined {
    const shelved = this.#folderOf(log);
    const name = shelved?.names.split('\n')[log - shelved.first];
    return shelved && name !== undefined ? { folder: shelved.folder, name } : undefined;
  }

  /** Path of a log. */
  fileOf(log: number): string | undefined {
    const place = this.placeOf(log);
    return place && place.folder.path + path.sep + place.name;
  }

  /** The logs that have entries of the nth session. */
  logsOf(session: number): Uint32Array {
    const { length: logs } = this.#parts.owners;
    this.#bySession ??= new LogsBySession(this.sessions.count, logs, (log) => this.#ownerNumbers(log));
    return this.#bySession.logsOf(session);
  }

  close(): void {
    this.#parts.close();
  }

  #ownerNumbers(log: number): readonly number[] {
    const owner = this.#parts.owners[log] ?? noOwner;
    if (owner >= 0) return [owner];
    return owner === severalOwners ? (this.#parts.shared.get(log) ?? []) : [];
  }
}

/** The stamp of that number in a column of stamps; `undefined` where its size is NaN. */
export function stampIn(stamps: Float64Array, number: number): FileStamp | undefined {
  const at = number * 4;
  const size = stamps[at] ?? NaN;
  if (Number.isNaN(size)) return undefined;
  return { size, mtimeMs: stamps[at + 1] ?? NaN, ctimeMs: stamps[at + 2] ?? NaN, ino: stamps[at + 3] ?? NaN };
}

/** Log numbers of each session, without an array for each. */
class LogsBySession {
  /** The logs of session n stand in `logs` from `starts[n]` up to `starts[n + 1]`. */
  readonly #starts: Uint32Array;
  readonly #logs: Uint32Array;

  constructor(sessions: number, logs: number, ownersOf: (log: number) => readonly number[]) {
    this.#starts = new Uint32Array(sessions + 1);
    const counts = new Uint32Array(sessions);
    for (let log = 0; log < logs; log++) for (const owner of ownersOf(log)) counts[owner] = (counts[owner] ?? 0) + 1;
    counts.forEach((count, i) => (this.#starts[i + 1] = (this.#starts[i] ?? 0) + count));
    this.#logs = new Uint32Array(this.#starts.at(-1) ?? 0);
    const next = this.#starts.slice();
    for (let log = 0; log < logs; log++) {
      for (const owner of ownersOf(log)) {
        const at = next[owner] ?? 0;
        this.#logs[at] = log;
        next[owner] = at + 1;
      }
    }
  }

  logsOf(session: number): Uint32Array {
    return this.#logs.subarray(this.#starts[session], this.#starts[session + 1]);
  }
}
