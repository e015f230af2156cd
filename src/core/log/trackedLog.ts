/** A log whose file is followed: read once, then only the bytes that are new. */
import * as fs from 'node:fs';
import { stampFrom, type FileStamp } from '../disk/fileStamp.ts';
import { AgentLogVisitor, emptyAgentLogFacts, type AgentLogFacts } from './agentLogFacts.ts';
import type { LogPosition } from './logPosition.ts';
import { readLog, type LogFold } from './logReader.ts';
import type { LogVisitor } from './logVisitor.ts';
import { openRegularFile, type FileFailure } from '../disk/openRegularFile.ts';
import { positionBehind, type CopiedStart } from './copiedStart.ts';
import { emptySessionLogFacts, type SessionLogFacts } from './sessionLogFacts.ts';
import { SessionLogVisitor } from './sessionLogVisitor.ts';
import { findOwnSummaries } from './summaries.ts';
import type { SessionId } from '../model.ts';
import { planTextHash } from './planTextHash.ts';
import type { AgentLogFile, LogFile, SessionLogFile } from '../roots/roots.ts';

/** What a log says in short, without its facts. */
export interface LogSummary {
  /** How the file was when it was read last; `undefined`: it is to be read again. */
  readonly stamp: FileStamp | undefined;
  /** The sessions that it has entries of. */
  readonly owners: readonly SessionId[];
  readonly badLines: number;
  readonly repairedLines: number;
  /** Whether some lines speak of files: without one no file was changed. */
  readonly speaksOfFiles: boolean;
  /** Position and facts, for `restore`; `undefined` when it was never read, or they are lost. */
  encode(): Buffer | undefined;
}

/** Reads the lines of a log of this kind into facts. */
interface FactsKind<File extends LogFile, Facts> {
  empty(file: File): Facts;
  visitor(file: File, facts: Facts): LogVisitor;
  /** What `complete` needs of the facts, taken before the log is read on. */
  known?(facts: Facts): ReadonlySet<string>;
  /** Looks up what one pass cannot tell, after the log was read on from byte `from`. */
  complete?(file: File, facts: Facts, known: ReadonlySet<string> | undefined, from: number): void;
}

const sessionLogs: FactsKind<SessionLogFile, SessionLogFacts> = {
  empty: (file) => emptySessionLogFacts(file.sessionId),
  visitor: (_file, facts) => new SessionLogVisitor(facts, { textHash: planTextHash }),
  known: (facts) => new Set(facts.summaries.map(({ leafUuid }) => leafUuid)),
  complete: (file, facts, known, from) => findOwnSummaries(file.path, facts, known ?? new Set(), from),
};

const agentLogs: FactsKind<AgentLogFile, AgentLogFacts> = {
  empty: (file) => emptyAgentLogFacts(file.sessionId),
  visitor: (file, facts) => new AgentLogVisitor(facts, file.sessionId),
};

/** The facts of one log, and up to where it is read. */
interface Content<Facts> {
  /** `undefined` when it was never read. */
  readonly position: LogPosition | undefined;
  /** Bytes after the last newline. */
  readonly tail: number;
  /** What the complete lines say. */
  readonly settled: Facts;
  /** The same with the line that has no newline yet, where that is a whole record; else `settled` itself. */
  readonly facts: Facts;
}

/** The same as JSON; facts without their empty fields, which most are. */
type Encoded<Facts> = [LogPosition, tail: number, settled: Partial<Facts>, facts?: Partial<Facts>];

export class TrackedLogOf<File extends LogFile, Facts extends SessionLogFacts | AgentLogFacts> implements LogSummary {
  readonly file: File;
  readonly root: string;
  /** How the file was when it was read last; `undefined` makes the next look read it. */
  stamp: FileStamp | undefined;
  /** How the last reading ended. After a failure the facts are the last good ones. */
  state: 'read' | FileFailure = 'missing';
  readonly #kind: FactsKind<File, Facts>;
  #content: Content<Facts> | undefined;
  /** Where the content is decoded from when it is first asked for. */
  #restored: LogSummary | undefined;

  constructor(file: File, root: string, kind: FactsKind<File, Facts>) {
    this.file = file;
    this.root = root;
    this.#kind = kind;
  }

  /** Up to where it is read. */
  get position(): LogPosition | undefined {
    return this.#read().position;
  }

  /** Bytes after the last newline. */
  get tail(): number {
    return this.#read().tail;
  }

  /** What the complete lines say. */
  get settled(): Facts {
    return this.#read().settled;
  }

  /** The same with the line that has no newline yet, where that is a whole record; else `settled` itself. */
  get facts(): Facts {
    return this.#read().facts;
  }

  get badLines(): number {
    return (this.#restored ?? this.facts).badLines;
  }

  get repairedLines(): number {
    return (this.#restored ?? this.facts).repairedLines;
  }

  get speaksOfFiles(): boolean {
    return this.#restored?.speaksOfFiles ?? this.facts.fileLines.length > 0;
  }

  get owners(): readonly SessionId[] {
    if (this.file.sessionId !== undefined) return [this.file.sessionId];
    if (this.#restored !== undefined) return this.#restored.owners;
    const { facts } = this;
    return 'shares' in facts ? facts.shares.map((share) => share.sessionId) : [];
  }

  /** Starts from what was encoded before. It is decoded when it is first asked for. */
  restore(summary: LogSummary): void {
    this.stamp = summary.stamp;
    this.state = 'read';
    this.#restored = summary;
  }

  encode(): Buffer | undefined {
    if (this.#restored !== undefined) return this.#restored.encode();
    const { position, tail, settled, facts } = this.#read();
    if (position === undefined) return undefined;
    const encoded: Encoded<Facts> = [position, tail, withoutEmpty(settled)];
    if (facts !== settled) encoded.push(withoutEmpty(facts));
    return Buffer.from(JSON.stringify(encoded));
  }

  /** Reads what is new in the file. Returns the bytes read. */
  readNewLines(): number {
    const before = this.#read();
    let { settled, facts } = before;
    const from = before.position?.offset ?? 0;
    let known = from > 0 ? this.#kind.known?.(settled) : undefined;
    let begun = false;
    const fold: LogFold = {
      visitor: (fromStart) => {
        begun = true;
        if (fromStart) {
          settled = this.#kind.empty(this.file);
          known = undefined;
        }
        facts = settled;
        return this.#kind.visitor(this.file, settled);
      },
      tailVisitor: () => {
        facts = structuredClone(settled);
        return this.#kind.visitor(this.file, facts);
      },
    };
    const reading = readLog(this.file.path, before.position, fold, this.stamp);
    this.state = reading.state;
    // What could not be read is tried again at the next look.
    this.stamp = reading.state === 'read' ? stampFrom(reading.stats) : undefined;
    if (reading.state !== 'read') {
      // Facts that grew by half a reading are shown, but the next reading is not to add to them.
      if (begun) this.#content = { ...before, position: undefined };
      return 0;
    }
    for (const some of new Set([settled, facts])) this.#kind.complete?.(this.file, some, known, from);
    this.#content = { position: reading.position, tail: reading.tail, settled, facts };
    return reading.bytesRead;
  }

  /**
   * Reads a session log anew, from behind the lines that are copies of another session's: these prove only that.
   * Returns the bytes read.
   */
  readBehind(copied: CopiedStart, from: SessionId): number {
    const file = openRegularFile(this.file.path);
    if (file.state !== 'open') return 0;
    try {
      const { facts } = this;
      const begun = { ...this.#kind.empty(this.file), entries: copied.entries, foreignEntries: copied.foreignEntries };
      begun.fileLines = facts.fileLines.filter((_, at, all) => (all[at | 1] ?? 0) < copied.end.offset);
      if ('firstUuids' in begun && 'firstUuids' in facts) {
        begun.copiedEntries = copied.copiedEntries;
        begun.sidechainEntries = copied.sidechainEntries;
        begun.sidechains = facts.sidechains.filter(({ position }) => position.line < copied.first.line);
        begun.firstActivity = begun.lastActivity = copied.firstActivity;
        begun.copiedCwd = copied.cwd;
        begun.firstUuids = facts.firstUuids;
        const copiedPlans = facts.plans.filter(({ position }) => position.line <= copied.end.lines);
        begun.copiedPlans = [...facts.copiedPlans, ...copiedPlans];
        begun.foreign = facts.foreign.filter(({ position }) => position.line <= copied.end.lines);
        begun.damage = facts.damage.filter(({ line }) => line <= copied.end.lines);
        begun.badLines = begun.damage.length;
        begun.forkedFrom = { sessionId: from, position: copied.first, copiedUpTo: copied.end.lines };
      }
      const position = positionBehind(file.fd, file.stats, copied.end);
      this.#content = { position, tail: 0, settled: begun, facts: begun };
    } catch {
      return 0;
    } finally {
      fs.closeSync(file.fd);
    }
    return this.readNewLines();
  }

  #read(): Content<Facts> {
    if (this.#restored !== undefined) {
      const encoded = this.#restored.encode();
      this.#restored = undefined;
      this.#content = encoded && this.#decode(encoded);
      // Lost: the log itself still says it all.
      if (encoded === undefined) this.readNewLines();
    }
    if (this.#content === undefined) {
      const nothing = this.#kind.empty(this.file);
      this.#content = { position: undefined, tail: 0, settled: nothing, facts: nothing };
    }
    return this.#content;
  }

  #decode(encoded: Buffer): Content<Facts> {
    const [position, tail, ...all] = JSON.parse(encoded.toString('utf8')) as Encoded<Facts>;
    const [settled, facts] = all.map((some) => ({ ...this.#kind.empty(this.file), ...some }));
    if (settled === undefined) throw new Error('encoded without facts');
    return { position, tail, settled, facts: facts ?? settled };
  }
}

export type TrackedSessionLog = TrackedLogOf<SessionLogFile, SessionLogFacts>;
export type TrackedAgentLog = TrackedLogOf<AgentLogFile, AgentLogFacts>;
export type TrackedLog = TrackedSessionLog | TrackedAgentLog;

export function newTrackedSessionLog(file: SessionLogFile, root: string): TrackedSessionLog {
  return new TrackedLogOf(file, root, sessionLogs);
}

export function newTrackedLog(file: LogFile, root: string): TrackedLog {
  return file.kind === 'session' ? newTrackedSessionLog(file, root) : new TrackedLogOf(file, root, agentLogs);
}

export function isSessionLog(log: TrackedLog): log is TrackedSessionLog {
  return log.file.kind === 'session';
}

function withoutEmpty<Facts extends object>(facts: Facts): Partial<Facts> {
  const filled: Partial<Facts> = {};
  for (const name in facts) {
    const value = facts[name];
    if (name !== 'ownId' && value !== 0 && !(Array.isArray(value) && value.length === 0)) filled[name] = value;
  }
  return filled;
}

/** The session whose entries a log begins with as copies without a mark, where a line lies among them. */
export function copiedFromAt(log: TrackedLog, line: number): SessionId | undefined {
  const fork = isSessionLog(log) ? log.facts.forkedFrom : undefined;
  const isCopy = fork?.copiedUpTo !== undefined && line >= fork.position.line && line <= fork.copiedUpTo;
  return isCopy ? fork.sessionId : undefined;
}
