/**
 * Reads a log from where it was left: complete lines once, in bounded memory, the line without a newline apart.
 * Identity of a log: device, inode, its first bytes and the bytes before the offset. Any doubt reads this file anew.
 */
import * as fs from 'node:fs';
import { parseSessionId } from '../ids.ts';
import type { SessionId } from '../model.ts';
import { LineFlag, type LineReport } from './lineReport.ts';
import { ScanOption, fileScanner, singleRecordScanner, type LineCounts } from './lineScanner.ts';
import { openRegularFile, readAt, type FileFailure } from './openRegularFile.ts';
import { repairLine, type DamageReason, type RepairedLine } from './repair.ts';

const headBytes = 256;
const markerBytes = 32;
/** A line without newline that is longer is not tried as a record until its newline comes. */
const longestTail = 16 * 1024 * 1024;
/** Lines that matter are parsed up to this size. */
const longestParse = 64 * 1024 * 1024;

/** Up to where a log is read, and what tells that it is still that log. Plain data: it is kept in the cache. */
export interface LogPosition {
  readonly dev: number;
  readonly ino: number;
  /** Offset behind the last newline, and the lines up to there. */
  readonly offset: number;
  readonly lines: number;
  /** Hash of the first bytes (at most 256) and of those before `offset` (at most 32). */
  readonly signature: number;
}

/** The line of a report, for those who want more of it. */
export interface ReportedLine {
  /** Without its newline; empty when it is too long to be looked at. Valid during the call alone. */
  bytes(): Buffer;
  /** `undefined` when it is no JSON object after all. */
  parse(): Record<string, unknown> | undefined;
}

/** Takes what a log says. Calls come in the order of the lines. */
export interface LogVisitor {
  /** Entries that name this session, or none, are own. */
  readonly ownId: string;
  /** The prompt that titles the session is not known yet. */
  wantsPrompt(): boolean;
  /** A whole entry that can matter. */
  entry(report: LineReport, line: ReportedLine): void;
  /** The last entry up to now that carries the slug reported last; line 0: none. */
  slugSeen?(place: { line: number; offset: number }): void;
  /** A line of which something is lost or was got back. */
  damage(
    place: { line: number; offset: number },
    skipped: number,
    repaired: number,
    reason: DamageReason | undefined,
  ): void;
  /** Counts of all lines since the last call. */
  counts(counts: LineCounts): void;
  /** For logs with entries of several sessions: entries from this one on are another session's. */
  switchTo?(sessionId: SessionId): void;
}

export type LogRead =
  | {
      readonly state: 'read';
      readonly position: LogPosition;
      /** The file when it was opened. */
      readonly stats: fs.Stats;
      /** Bytes behind the last newline. */
      readonly tail: number;
      readonly bytesRead: number;
    }
  | { readonly state: FileFailure; readonly code: string };

/** What a log's visitors are made of: a new one when the log must be read from its start. */
export interface LogFold {
  /** The visitor that knows the log up to the position given, or a new one. */
  visitor(fromStart: boolean): LogVisitor;
  /** A visitor for the line without newline, on top of what is known: it is thrown away when the line goes on. */
  tailVisitor(): LogVisitor;
}

/** Reads the log at `path` on from `known`, or from its start when there is none or the file is not the same any more. */
export function readLog(path: string, known: LogPosition | undefined, fold: LogFold): LogRead {
  const file = openRegularFile(path);
  if (file.state !== 'open') return file;
  try {
    const from = known !== undefined && isSame(file.fd, file.stats, known) ? known : undefined;
    return new Reading(file.fd, file.stats, fold, from).run();
  } catch (error) {
    return { state: 'unreadable', code: (error as NodeJS.ErrnoException).code ?? 'EIO' };
  } finally {
    fs.closeSync(file.fd);
  }
}

function isSame(fd: number, stats: fs.Stats, known: LogPosition): boolean {
  if (stats.dev !== known.dev || stats.ino !== known.ino || stats.size < known.offset) return false;
  if (known.offset === 0) return false;
  return signatureOf(known.offset, (from, length) => readAt(fd, from, length)) === known.signature;
}

/** Of the part of a log that ends at `offset`. A fork can be a copy of a log: the first bytes alone tell too little. */
function signatureOf(offset: number, read: (from: number, length: number) => Buffer): number {
  const head = read(0, Math.min(headBytes, offset));
  const marker = read(Math.max(0, offset - markerBytes), Math.min(markerBytes, offset));
  return fileScanner().hash(head, marker);
}

class Reading {
  readonly #fd: number;
  readonly #stats: fs.Stats;
  readonly #fold: LogFold;
  readonly #from: LogPosition | undefined;
  readonly #scanner = fileScanner();
  readonly #input: Buffer;
  /** File offset of the input's first byte, bytes of input there are, and how many of them are done with. */
  #inputStart: number;
  #inputLength = 0;
  #done = 0;
  #bytesRead = 0;
  /** Whose entries the scanner takes for own. */
  #ownId = '';

  constructor(fd: number, stats: fs.Stats, fold: LogFold, from: LogPosition | undefined) {
    this.#fd = fd;
    this.#stats = stats;
    this.#fold = fold;
    this.#from = from;
    this.#input = this.#scanner.input;
    this.#inputStart = from?.offset ?? 0;
  }

  run(): LogRead {
    const visitor = this.#fold.visitor(this.#from === undefined);
    const { offset, lines } = this.#readLines(visitor);
    const size = this.#inputStart + this.#inputLength;
    const signature = signatureOf(offset, (from, length) => this.#bytesAt(from, length));
    if (size > offset) this.#readTail(offset, size, lines);
    return {
      state: 'read',
      position: { dev: this.#stats.dev, ino: this.#stats.ino, offset, lines, signature },
      stats: this.#stats,
      tail: size - offset,
      bytesRead: this.#bytesRead,
    };
  }

  #readLines(visitor: LogVisitor): { offset: number; lines: number } {
    const scanner = this.#scanner;
    const stopAtForeign = visitor.switchTo === undefined ? 0 : ScanOption.stopAtForeign;
    this.#ownId = visitor.ownId;
    scanner.begin(this.#ownId, this.#inputStart, this.#from?.lines ?? 0);
    for (;;) {
      const filled = this.#fill();
      const options = stopAtForeign | (visitor.wantsPrompt() ? ScanOption.wantPrompt : 0);
      const { consumed, more } = scanner.scan(this.#inputLength, this.#inputStart, this.#done, options);
      const switched = this.#takeReports(visitor);
      if (switched) continue;
      // All there is was seen, though a half key or value may be kept back.
      const exhausted = !more && !filled;
      if (exhausted) break;
      this.#done += consumed;
    }
    visitor.counts(scanner.counts());
    const offset = scanner.incompleteStart;
    return { offset, lines: scanner.lines };
  }

  /** Reads on behind the input that is left. False at the end of the file, as it was when it was opened. */
  #fill(): boolean {
    const left = this.#stats.size - this.#inputStart - this.#inputLength;
    if (left > 0) this.#dropDone();
    const room = Math.min(this.#scanner.capacity - this.#inputLength, left);
    if (room <= 0) return left > 0;
    const read = fs.readSync(this.#fd, this.#input, this.#inputLength, room, this.#inputStart + this.#inputLength);
    this.#inputLength += read;
    this.#bytesRead += read;
    return read > 0 && this.#inputStart + this.#inputLength < this.#stats.size;
  }

  #dropDone(): void {
    if (this.#done < this.#inputLength) this.#input.copyWithin(0, this.#done, this.#inputLength);
    this.#inputLength -= this.#done;
    this.#inputStart += this.#done;
    this.#done = 0;
  }

  /** Hands the reports on. True when the scan was begun anew, at a line from which on the log may be another session's. */
  #takeReports(visitor: LogVisitor): boolean {
    for (const report of this.#scanner.reports()) {
      if ((report.flags & LineFlag.damaged) !== 0) {
        visitor.slugSeen?.({ line: report.slugLine, offset: report.slugOffset });
        // What is got back may be another session's: the lines before are counted before.
        if (visitor.switchTo !== undefined) visitor.counts(this.#scanner.counts());
        this.#repair(visitor, this.#bytesOf(report.start, report.end), report.line, report.start);
        if (visitor.switchTo === undefined) continue;
        this.#beginAt(report.end + 1, report.line, visitor.ownId);
        return true;
      }
      const id = otherOwner(visitor, report, this.#ownId);
      if (id !== undefined) {
        const counts = this.#scanner.counts();
        visitor.counts({ ...counts, entries: counts.entries - 1, foreign: counts.foreign - 1 });
        visitor.switchTo?.(id);
        this.#beginAt(report.start, report.line - 1, id);
        return true;
      }
      visitor.entry(
        report,
        reportedLine(() => this.#bytesOf(report.start, report.end)),
      );
    }
    return false;
  }

  /** Scans on from a line, with another owner or the same. */
  #beginAt(offset: number, linesBefore: number, ownId: string): void {
    this.#ownId = ownId;
    this.#seek(offset);
    this.#scanner.begin(ownId, offset, linesBefore);
  }

  #seek(offset: number): void {
    this.#done = offset - this.#inputStart;
    if (this.#done >= 0 && this.#done <= this.#inputLength) return;
    this.#inputStart = offset;
    this.#inputLength = 0;
    this.#done = 0;
  }

  /** Bytes of a line: from the input when they are all there, else read again. */
  #bytesOf(start: number, end: number): Buffer {
    if (end - start > longestParse) return Buffer.alloc(0);
    const from = start - this.#inputStart;
    if (from >= 0 && end - this.#inputStart <= this.#inputLength) {
      return this.#input.subarray(from, end - this.#inputStart);
    }
    this.#bytesRead += end - start;
    return readAt(this.#fd, start, end - start);
  }

  #repair(visitor: LogVisitor, bytes: Buffer, line: number, offset: number): void {
    const repaired = repairLine(bytes, this.#ownId, offset === 0);
    visitRepaired(visitor, bytes, repaired, line, offset);
  }

  /** A line without newline counts once it is a whole object (rule R2); it is read again when the file grows. */
  #readTail(offset: number, size: number, lines: number): void {
    if (size - offset > longestTail || !this.#endsInBrace()) return;
    const bytes = this.#bytesOf(offset, size);
    const repaired = repairLine(bytes, '', offset === 0);
    if (repaired.records.length === 0 || repaired.skipped > 0) return;
    visitRepaired(this.#fold.tailVisitor(), bytes, repaired, lines + 1, offset);
  }

  /** Whether the file may end in a whole object. */
  #endsInBrace(): boolean {
    const end = this.#input.toString('latin1', Math.max(0, this.#inputLength - 64), this.#inputLength).trimEnd();
    return end === '' || end.endsWith('}');
  }

  #bytesAt(from: number, length: number): Buffer {
    const at = from - this.#inputStart;
    const inInput = at >= 0 && at + length <= this.#inputLength;
    return inInput ? this.#input.subarray(at, at + length) : readAt(this.#fd, from, length);
  }
}

/** Records got back are scanned as lines of their own, at the place of the line they came from. */
function visitRepaired(
  visitor: LogVisitor,
  line: Buffer,
  repaired: RepairedLine,
  lineNumber: number,
  offset: number,
): void {
  if (repaired.skipped > 0 || repaired.repaired > 0) {
    visitor.damage({ line: lineNumber, offset }, repaired.skipped, repaired.repaired, repaired.reason);
  }
  for (const { start, end } of repaired.records) {
    visitRecord(visitor, Buffer.from(line.subarray(start, end)), offset + start, lineNumber);
  }
}

function visitRecord(visitor: LogVisitor, record: Buffer, offset: number, line: number): void {
  const { ownId } = visitor;
  const scanner = singleRecordScanner();
  scanner.begin(ownId, offset, line - 1);
  const options = visitor.wantsPrompt() ? ScanOption.wantPrompt : 0;
  const input = Buffer.concat([record, Buffer.from('\n')]);
  for (let at = 0; at < input.length;) {
    const length = input.copy(scanner.input, 0, at, at + scanner.capacity);
    const { consumed } = scanner.scan(length, offset + at, 0, options);
    for (const report of scanner.reports()) {
      const id = otherOwner(visitor, report, ownId);
      if (id !== undefined) {
        visitor.switchTo?.(id);
        return visitRecord(visitor, record, offset, line);
      }
      if ((report.flags & LineFlag.damaged) === 0)
        visitor.entry(
          report,
          reportedLine(() => record),
        );
    }
    if (consumed === 0) break;
    at += consumed;
  }
  visitor.counts(scanner.counts());
}

/** Who is to be the owner from this line on; an ID that is written in another way than it reads stays foreign. */
function otherOwner(visitor: LogVisitor, { flags, sessionId }: LineReport, ownId: string): SessionId | undefined {
  if (visitor.switchTo === undefined || (flags & LineFlag.foreign) === 0) return undefined;
  const id = parseSessionId(sessionId);
  return id === ownId ? undefined : id;
}

/** A line whose bytes are fetched when they are asked for. */
export function reportedLine(bytes: () => Buffer): ReportedLine {
  return { bytes, parse: () => parseObject(bytes()) };
}

function parseObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
