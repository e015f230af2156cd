/** What is known of every log: read once, then only the bytes that are new. */
import * as fs from 'node:fs';
import { AgentLogVisitor, emptyAgentLogFacts, type AgentLogFacts } from './log/agentLogFacts.ts';
import { readLog, type LogPosition, type LogVisitor } from './log/logReader.ts';
import type { FileFailure } from './log/openRegularFile.ts';
import { emptySessionLogFacts, SessionLogVisitor, type SessionLogFacts } from './log/sessionLogFacts.ts';
import type { AgentLogFile, LogFile, SessionLogFile } from './roots.ts';

/** Size and times of a file when it was read: while they are the same, so is the file. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** What the cache keeps of a log, so that it need not be read again. */
export interface StoredLog {
  readonly stamp: FileStamp;
  /** Bytes behind the last newline. */
  readonly tail: number;
  readonly badLines: number;
  readonly repairedLines: number;
  /** JSON of position and facts. */
  readonly packed: Buffer;
}

/** Reads the lines of a log of this kind into facts. */
interface FactsKind<File extends LogFile, Facts> {
  empty(file: File): Facts;
  visitor(file: File, facts: Facts): LogVisitor;
}

const sessionLogs: FactsKind<SessionLogFile, SessionLogFacts> = {
  empty: (file) => emptySessionLogFacts(file.sessionId),
  visitor: (_file, facts) => new SessionLogVisitor(facts),
};

const agentLogs: FactsKind<AgentLogFile, AgentLogFacts> = {
  empty: (file) => emptyAgentLogFacts(file.sessionId),
  visitor: (file, facts) => new AgentLogVisitor(facts, file.sessionId),
};

export class KnownLogOf<File extends LogFile, Facts extends SessionLogFacts | AgentLogFacts> {
  readonly file: File;
  readonly root: string;
  /** How the file was when it was read last; `undefined` makes the next look read it. */
  stamp: FileStamp | undefined;
  /** How the last reading ended. After a failure the facts are the last good ones. */
  state: 'read' | FileFailure = 'missing';
  /** Bytes behind the last newline. */
  tail = 0;
  readonly #kind: FactsKind<File, Facts>;
  /** Position and facts as the cache has them: of most logs only the stamp is ever asked. */
  #stored: StoredLog | undefined;
  #position: LogPosition | undefined;
  #settled: Facts;
  #facts: Facts;

  constructor(file: File, root: string, kind: FactsKind<File, Facts>) {
    this.file = file;
    this.root = root;
    this.#kind = kind;
    this.#settled = kind.empty(file);
    this.#facts = this.#settled;
  }

  /** Up to where it is read. */
  get position(): LogPosition | undefined {
    this.#unpack();
    return this.#position;
  }

  /** What the complete lines say. */
  get settled(): Facts {
    this.#unpack();
    return this.#settled;
  }

  /** The same with the line that has no newline yet, where that is a whole record; else `settled` itself. */
  get facts(): Facts {
    this.#unpack();
    return this.#facts;
  }

  /** Lines or parts of lines that were skipped. */
  get badLines(): number {
    return this.#stored?.badLines ?? this.#facts.badLines;
  }

  /** Records got back from damaged lines. */
  get repairedLines(): number {
    return this.#stored?.repairedLines ?? this.#facts.repairedLines;
  }

  /** Takes what the cache knows. */
  restore(stored: StoredLog): void {
    this.stamp = stored.stamp;
    this.state = 'read';
    this.tail = stored.tail;
    this.#stored = stored;
  }

  /** What the cache is to keep; `undefined` when the log is to be read again: it failed, or ends in a line that may go on. */
  store(): StoredLog | undefined {
    if (this.#stored !== undefined) return { ...this.#stored, ...(this.stamp && { stamp: this.stamp }) };
    const { stamp, tail, badLines, repairedLines } = this;
    if (stamp === undefined || this.#position === undefined || this.#facts !== this.#settled) return undefined;
    const packed = Buffer.from(JSON.stringify([this.#position, withoutEmpty(this.#settled)]));
    return { stamp, tail, badLines, repairedLines, packed };
  }

  /** Reads what is new in the file. Returns the bytes read. */
  readNewLines(): number {
    this.#unpack();
    const reading = readLog(this.file.path, this.#position, {
      visitor: (fromStart) => {
        if (fromStart) this.#settled = this.#kind.empty(this.file);
        this.#facts = this.#settled;
        return this.#kind.visitor(this.file, this.#settled);
      },
      tailVisitor: () => {
        this.#facts = structuredClone(this.#settled);
        return this.#kind.visitor(this.file, this.#facts);
      },
    });
    this.state = reading.state;
    // What could not be read is tried again at the next look.
    this.stamp = reading.state === 'read' ? stampFrom(reading.stats) : undefined;
    if (reading.state !== 'read') return 0;
    this.#position = reading.position;
    this.tail = reading.tail;
    return reading.bytesRead;
  }

  #unpack(): void {
    if (this.#stored === undefined) return;
    const [position, facts] = JSON.parse(this.#stored.packed.toString('utf8')) as [LogPosition, Partial<Facts>];
    this.#stored = undefined;
    this.#position = position;
    this.#settled = { ...this.#kind.empty(this.file), ...facts };
    this.#facts = this.#settled;
  }
}

export type KnownSessionLog = KnownLogOf<SessionLogFile, SessionLogFacts>;
export type KnownAgentLog = KnownLogOf<AgentLogFile, AgentLogFacts>;
export type KnownLog = KnownSessionLog | KnownAgentLog;

export function newSessionLog(file: SessionLogFile, root: string): KnownSessionLog {
  return new KnownLogOf(file, root, sessionLogs);
}

export function newLog(file: LogFile, root: string): KnownLog {
  return file.kind === 'session' ? newSessionLog(file, root) : new KnownLogOf(file, root, agentLogs);
}

export function isSessionLog(log: KnownLog): log is KnownSessionLog {
  return log.file.kind === 'session';
}

/** The facts that say something: most are empty, and there are as many as logs. */
function withoutEmpty(facts: object): object {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== 0 && !(Array.isArray(value) && value.length === 0)),
  );
}

/** The stamp of what stands at `path` now; `undefined` when nothing does, or it cannot be asked. */
export function stampOf(path: string): FileStamp | undefined {
  try {
    const stats = fs.lstatSync(path, { throwIfNoEntry: false });
    return stats && stampFrom(stats);
  } catch {
    return undefined;
  }
}

function stampFrom({ size, mtimeMs, ctimeMs, ino }: fs.Stats): FileStamp {
  return { size, mtimeMs, ctimeMs, ino };
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}
