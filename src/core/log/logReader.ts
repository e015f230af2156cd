/**
 * Reads a log from where it was left: complete lines once, in bounded memory, the line without a newline apart. Any
 * doubt that it is still the same log reads this file anew.
 */
import * as fs from 'node:fs';
import type { LineReport } from './scanner/lineReport.ts';
import { fileScanner } from './scanner/lineScanner.ts';
import { LineFlag, ScanOption } from './scanner/tables.ts';
import { headBytes, isSameLog, signatureOf, type LogPosition } from './logPosition.ts';
import { otherOwner, reportedLine, type LogVisitor } from './logVisitor.ts';
import { errorCode } from '../disk/errors.ts';
import type { FileStamp } from '../disk/fileStamp.ts';
import { openRegularFile, readAt, type FileFailure } from '../disk/openRegularFile.ts';
import { longestRepair, repairLine } from './repair.ts';
import { visitRepaired } from './repairedRecords.ts';

/** A line without newline that is longer is not tried as a record until its newline comes. */
export const longestTail = 16 * 1024 * 1024;
/** What the visitor gets to see of the beginning. */
const beginningBytes = 256 * 1024;
/** Lines that matter are parsed up to this size. */
const longestParse = 64 * 1024 * 1024;

export type LogRead =
  | {
      readonly state: 'read';
      readonly position: LogPosition;
      /** The file when it was opened. */
      readonly stats: fs.Stats;
      /** Bytes after the last newline. */
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

/**
 * Reads the log at `path` on from `known`, or from its start when there is none, the file is not the same any more, or
 * it was written over: its times differ from those of `stamp`, taken when it was read up to there, and its size does
 * not. Throws only where there can be no scanner: without WebAssembly no log at all can be read, which is no fault of a
 * log.
 */
export function readLog(path: string, known: LogPosition | undefined, fold: LogFold, stamp?: FileStamp): LogRead {
  fileScanner();
  const file = openRegularFile(path);
  if (file.state !== 'open') return file;
  try {
    const head = known === undefined ? undefined : readAt(file.fd, 0, headBytes);
    const goesOn = known && head && !isWrittenOver(stamp, file.stats) && isSameLog(file.fd, file.stats, known, head);
    const from = goesOn ? known : undefined;
    return new Reading(file.fd, file.stats, fold, from, head).run();
  } catch (error) {
    return { state: 'unreadable', code: errorCode(error) ?? 'EIO' };
  } finally {
    fs.closeSync(file.fd);
  }
}

/** Clients only append. The time of change is left out: each hard link that a backup makes sets it. */
function isWrittenOver(before: FileStamp | undefined, now: fs.Stats): boolean {
  return before?.size === now.size && before.mtimeMs !== now.mtimeMs;
}

class Reading {
  readonly #fd: number;
  readonly #stats: fs.Stats;
  readonly #fold: LogFold;
  readonly #from: LogPosition | undefined;
  /** The first bytes as they were when the reading began: the file may be another one by its end. */
  #head: Buffer | undefined;
  readonly #scanner = fileScanner();
  readonly #input: Buffer;
  /** File offset of the input's first byte, bytes of input there are, and how many of them are done with. */
  #inputStart: number;
  #inputLength = 0;
  #done = 0;
  #bytesRead = 0;
  /** Takes the bytes that the log begins with. */
  #begins: ((bytes: Buffer) => void) | undefined;
  /** Whose entries the scanner takes for own. */
  #ownId = '';

  constructor(fd: number, stats: fs.Stats, fold: LogFold, from: LogPosition | undefined, head: Buffer | undefined) {
    this.#fd = fd;
    this.#stats = stats;
    this.#fold = fold;
    this.#from = from;
    this.#head = head;
    this.#input = this.#scanner.input;
    this.#inputStart = from?.offset ?? 0;
  }

  run(): LogRead {
    const visitor = this.#fold.visitor(this.#from === undefined);
    this.#begins = (bytes) => visitor.begins?.(bytes);
    const { offset, lines } = this.#readLines(visitor);
    const size = this.#inputStart + this.#inputLength;
    const head = this.#head ?? Buffer.alloc(0);
    const signature = signatureOf(offset, head, (from, length) => this.#bytesAt(from, length));
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

  /**
   * Reads more of the file, after the input that is left. False at the end of the file, as it was when it was opened.
   */
  #fill(): boolean {
    const left = this.#stats.size - this.#inputStart - this.#inputLength;
    if (left > 0) this.#dropDone();
    const room = Math.min(this.#scanner.capacity - this.#inputLength, left);
    if (room <= 0) return left > 0;
    const read = fs.readSync(this.#fd, this.#input, this.#inputLength, room, this.#inputStart + this.#inputLength);
    this.#inputLength += read;
    this.#bytesRead += read;
    if (this.#head === undefined) this.#begins?.(this.#input.subarray(0, Math.min(beginningBytes, this.#inputLength)));
    this.#head ??= Buffer.from(this.#input.subarray(0, Math.min(headBytes, this.#inputLength)));
    return read > 0 && this.#inputStart + this.#inputLength < this.#stats.size;
  }

  #dropDone(): void {
    if (this.#done < this.#inputLength) this.#input.copyWithin(0, this.#done, this.#inputLength);
    this.#inputLength -= this.#done;
    this.#inputStart += this.#done;
    this.#done = 0;
  }

  /**
   * Hands the reports on. True when the scan was begun anew, at a line from which on the log may be another session's.
   */
  #takeReports(visitor: LogVisitor): boolean {
    this.#scanner.fileLines((line, offset) => visitor.fileLine?.(line, offset));
    for (const report of this.#scanner.reports()) {
      if ((report.flags & LineFlag.damaged) !== 0) {
        visitor.slugSeen?.({ line: report.slugLine, offset: report.slugOffset });
        // What is got back may be another session's: the lines before are counted before.
        if (visitor.switchTo !== undefined) visitor.counts(this.#scanner.counts());
        this.#repair(visitor, report);
        if (visitor.switchTo === undefined) continue;
        this.#beginAt(report.end + 1, report.line, visitor.ownId);
        return true;
      }
      const id = otherOwner(visitor, report, this.#ownId);
      if (id !== undefined) {
        const counts = this.#scanner.counts();
        visitor.counts({ ...counts, entries: counts.entries - 1, foreign: counts.foreign - 1 });
        visitor.switchTo?.(id, { line: report.line, offset: report.start });
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

  #repair(visitor: LogVisitor, { line, start, end }: LineReport): void {
    if (end - start > longestRepair) return visitor.damage({ line, offset: start }, 1, 0, 'too-long');
    const bytes = this.#bytesOf(start, end);
    visitRepaired(visitor, bytes, repairLine(bytes, this.#ownId, start === 0), line, start);
  }

  /**
   * A line without newline counts once it is a whole object (R2 of docs/format.md); it is read again when the file
   * grows.
   */
  #readTail(offset: number, size: number, lines: number): void {
    if (size - offset > longestTail || !this.#endsInBrace()) return;
    const bytes = this.#bytesOf(offset, size);
    const repaired = repairLine(bytes, '', offset === 0);
    if (repaired.records.length === 0 || repaired.skipped > 0) return;
    visitRepaired(this.#fold.tailVisitor(), bytes, repaired, lines + 1, offset);
  }

  /** Whether the file may end in a whole object, NUL bytes left out. */
  #endsInBrace(): boolean {
    const end = this.#input
      .toString('latin1', Math.max(0, this.#inputLength - 64), this.#inputLength)
      .replace(/[\s\0]+$/, '');
    return end === '' || end.endsWith('}');
  }

  #bytesAt(from: number, length: number): Buffer {
    const at = from - this.#inputStart;
    const inInput = at >= 0 && at + length <= this.#inputLength;
    return inInput ? this.#input.subarray(at, at + length) : readAt(this.#fd, from, length);
  }
}
