/** What is known of every log: read once, then only the bytes that are new. */
import * as fs from 'node:fs';
import { AgentLogVisitor, emptyAgentLogFacts, type AgentLogFacts } from './log/agentLogFacts.ts';
import { readLog, type LogPosition } from './log/logReader.ts';
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

interface KnownLogOf<File extends LogFile, Facts> {
  readonly file: File;
  readonly root: string;
  stamp: FileStamp | undefined;
  /** How the last reading ended. After a failure the facts are the last good ones. */
  state: 'read' | FileFailure;
  position: LogPosition | undefined;
  /** What the complete lines say. */
  settled: Facts;
  /** The same with the line that has no newline yet, where that is a whole record; else `settled` itself. */
  facts: Facts;
  /** Bytes behind the last newline. */
  tail: number;
}

export type KnownSessionLog = KnownLogOf<SessionLogFile, SessionLogFacts>;
export type KnownAgentLog = KnownLogOf<AgentLogFile, AgentLogFacts>;
export type KnownLog = KnownSessionLog | KnownAgentLog;

export function newLog(file: LogFile, root: string): KnownLog {
  const common = { root, stamp: undefined, state: 'missing' as const, position: undefined, tail: 0 };
  if (file.kind === 'session') {
    const facts = emptySessionLogFacts(file.sessionId);
    return { ...common, file, settled: facts, facts };
  }
  const facts = emptyAgentLogFacts(file.sessionId);
  return { ...common, file, settled: facts, facts };
}

export function isSessionLog(log: KnownLog): log is KnownSessionLog {
  return log.file.kind === 'session';
}

/** The stamp of what stands at `path` now; `undefined` when nothing does, or it cannot be asked. */
export function stampOf(path: string): FileStamp | undefined {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  return stats && stampFrom(stats);
}

function stampFrom({ size, mtimeMs, ctimeMs, ino }: fs.Stats): FileStamp {
  return { size, mtimeMs, ctimeMs, ino };
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

/** Reads what is new in a log whose file is not as it was. Returns the bytes read. */
export function readNewLines(log: KnownLog): number {
  const reading = isSessionLog(log) ? readSessionLog(log) : readAgentLog(log);
  log.state = reading.state;
  // What could not be read is tried again at the next look.
  log.stamp = reading.state === 'read' ? stampFrom(reading.stats) : undefined;
  if (reading.state !== 'read') return 0;
  log.position = reading.position;
  log.tail = reading.tail;
  return reading.bytesRead;
}

function readSessionLog(log: KnownSessionLog) {
  const id = log.file.sessionId;
  return readLog(log.file.path, log.position, {
    visitor(fromStart) {
      if (fromStart) log.settled = emptySessionLogFacts(id);
      log.facts = log.settled;
      return new SessionLogVisitor(log.settled);
    },
    tailVisitor() {
      log.facts = structuredClone(log.settled);
      return new SessionLogVisitor(log.facts);
    },
  });
}

function readAgentLog(log: KnownAgentLog) {
  const owner = log.file.sessionId;
  return readLog(log.file.path, log.position, {
    visitor(fromStart) {
      if (fromStart) log.settled = emptyAgentLogFacts(owner);
      log.facts = log.settled;
      return new AgentLogVisitor(log.settled, owner);
    },
    tailVisitor() {
      log.facts = structuredClone(log.settled);
      return new AgentLogVisitor(log.facts, owner);
    },
  });
}
