/** Logs as they stand in the cache's columns, by number. What they say is decoded from the cache's file on demand. */
import * as path from 'node:path';
import type { FileStamp } from '../../disk/fileStamp.ts';
import type { LogSummary } from '../../log/trackedLog.ts';
import type { SessionId } from '../../model.ts';
import type { CachedFolder, CachedLogs, NumberedIds } from '../cachedIndex.ts';

/** Owner of a log of no session, or of several. */
export const noOwner = -1;
export const severalOwners = -2;

export interface PackedLogsData {
  readonly folders: readonly CachedFolder[];
  readonly sessions: NumberedIds;
  /** Size, mtimeMs, ctimeMs and inode of each log; size NaN: the log is to be read again. */
  readonly stamps: Float64Array;
  /** Lines skipped and records repaired in the logs that have such. */
  readonly damaged: ReadonlyMap<number, { readonly badLines: number; readonly repairedLines: number }>;
  /** Number of the session that each log is of, `noOwner` or `severalOwners`. */
  readonly owners: Int32Array;
  /** Whether each log speaks of files. */
  readonly files: Uint8Array;
  /** The sessions of logs with several owners. */
  readonly shared: ReadonlyMap<number, readonly number[]>;
  /** What `encode` of a log gave; `undefined` when it is lost. */
  readonly encoded: (log: number) => Buffer | undefined;
  readonly close: () => void;
}

export class PackedLogs implements CachedLogs {
  readonly folders: readonly CachedFolder[];
  readonly sessions: NumberedIds;
  readonly #data: PackedLogsData;
  #bySession: LogsBySession | undefined;

  constructor(data: PackedLogsData) {
    this.#data = data;
    this.folders = data.folders;
    this.sessions = data.sessions;
  }

  logAt(log: number): LogSummary {
    return new PackedLog(this.#data, log);
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

  placeOf(log: number): ReturnType<CachedLogs['placeOf']> {
    const cached = this.#folderOf(log);
    const name = cached?.names.split('\n')[log - cached.first];
    return cached && name !== undefined ? { folder: cached.folder, name } : undefined;
  }

  /** Path of a log. */
  fileOf(log: number): string | undefined {
    const place = this.placeOf(log);
    return place && place.folder.path + path.sep + place.name;
  }

  logsOf(session: number): Uint32Array {
    const { length: logs } = this.#data.owners;
    this.#bySession ??= new LogsBySession(this.sessions.count, logs, (log) => ownerNumbers(this.#data, log));
    return this.#bySession.logsOf(session);
  }

  close(): void {
    this.#data.close();
  }
}

/** A view of one log in the columns. */
class PackedLog implements LogSummary {
  readonly #data: PackedLogsData;
  readonly #log: number;

  constructor(data: PackedLogsData, log: number) {
    this.#data = data;
    this.#log = log;
  }

  get stamp(): FileStamp | undefined {
    const { stamps } = this.#data;
    const start = this.#log * 4;
    const size = stamps[start] ?? NaN;
    if (Number.isNaN(size)) return undefined;
    return {
      size,
      mtimeMs: stamps[start + 1] ?? NaN,
      ctimeMs: stamps[start + 2] ?? NaN,
      ino: stamps[start + 3] ?? NaN,
    };
  }

  get owners(): readonly SessionId[] {
    const { sessions } = this.#data;
    return ownerNumbers(this.#data, this.#log).map((owner) => sessions.idAt(owner) as SessionId);
  }

  get badLines(): number {
    return this.#data.damaged.get(this.#log)?.badLines ?? 0;
  }

  get repairedLines(): number {
    return this.#data.damaged.get(this.#log)?.repairedLines ?? 0;
  }

  get speaksOfFiles(): boolean {
    return this.#data.files[this.#log] !== 0;
  }

  encode(): Buffer | undefined {
    return this.#data.encoded(this.#log);
  }
}

function ownerNumbers({ owners, shared }: PackedLogsData, log: number): readonly number[] {
  const owner = owners[log] ?? noOwner;
  if (owner >= 0) return [owner];
  return owner === severalOwners ? (shared.get(log) ?? []) : [];
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
