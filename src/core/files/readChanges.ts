/**
 * The changes to files that one log proves: of its lines those that the index found to speak of files are read again.
 */
import * as fs from 'node:fs';
import type { FileStamp } from '../disk/fileStamp.ts';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { fileLinesOf } from '../log/fileLines.ts';
import { headBytes, isSameLog, type LogPosition } from '../log/logPosition.ts';
import { copiedEntry } from '../log/recordShapes.ts';
import { longestRepair, repairLine } from '../log/repair.ts';
import type { LinePosition } from '../log/sessionLogFacts.ts';
import type { TrackedLog } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { safeParse, type Json } from '../text/schema.ts';
import { callsIn, changesIn, type ChangeInRecord, type FileCall } from './changesInRecord.ts';

/** A change, and where and for whom its result stands. */
export interface LoggedChange extends ChangeInRecord {
  readonly line: number;
  readonly offset: number;
  /** Of a flat agent log: whose entry it is. */
  readonly owner?: SessionId;
  /** Marked as a copy of this session's entry; `''` where the mark does not name it. */
  readonly copiedFrom?: SessionId | '';
}

/** What one log says of files. Plain data: it goes into the cache. */
export interface LogChanges {
  /** The file when the index read it, and how far that was. */
  readonly stamp: FileStamp;
  readonly position: LogPosition;
  /** Calls that have no result yet. */
  readonly calls: readonly FileCall[];
  /** In log order, each call once. */
  readonly changes: readonly LoggedChange[];
}

/** A client makes a few calls at once; of a log with more that have no result the last ones are kept. */
const mostCalls = 1000;
/** As the reader of the index has it: a longer line is not parsed. */
const longestLine = 64 * 1024 * 1024;
/** Bytes that are read at once: most lines that speak of files stand near each other. */
const windowSize = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Reads what the index has read of the log, on from `known`, or from its start where there is none or the file is not
 * the same any more; `undefined` when it cannot be read, or is no longer what the index has read.
 */
export function readChanges(log: TrackedLog, known?: LogChanges): LogChanges | undefined {
  const { stamp, position } = log;
  if (stamp === undefined || position === undefined) return undefined;
  const { fileLines } = log.facts;
  if (fileLines.length === 0) return { stamp, position, calls: [], changes: [] };
  const opened = openRegularFile(log.file.path);
  if (opened.state !== 'open') return undefined;
  const { fd, stats } = opened;
  try {
    const head = readAt(fd, 0, headBytes);
    const isSame = position.offset === 0 ? stats.ino === position.ino : isSameLog(fd, stats, position, head);
    const from = known !== undefined && isSameLog(fd, stats, known.position, head) ? known : undefined;
    const lines = fileLinesOf(fileLines, from?.position.offset);
    if (!isSame || lines === undefined) return undefined;
    const collector = new Collector(log, from);
    const reader = new LineAtOffset(fd, stats.size);
    for (const line of lines) collector.take(line, reader.lineAt(line.offset), line.offset < position.offset);
    return { stamp, position, ...collector.found() };
  } catch {
    return undefined;
  } finally {
    fs.closeSync(fd);
  }
}

/** Lines by the offsets where they begin, which come in rising order. */
class LineAtOffset {
  readonly #fd: number;
  #size: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#size = size;
  }

  /** Without the line feed, or up to the end of the file; nothing of a line that is longer than is looked at. */
  lineAt(offset: number): Buffer {
    for (let length = windowSize; ; length *= 4) {
      const at = offset - this.#start;
      const end = this.#window.indexOf(lineFeed, at);
      if (at < this.#window.length && end !== -1) return this.#window.subarray(at, end);
      if (this.#start + this.#window.length >= this.#size) return this.#window.subarray(at);
      if (this.#window.length - at >= longestLine) return Buffer.alloc(0);
      this.#window = readAt(this.#fd, offset, Math.min(length, this.#size - offset));
      this.#start = offset;
      // Cut since it was opened.
      if (this.#window.length < length) this.#size = offset + this.#window.length;
    }
  }
}

class Collector {
  readonly #owner: SessionId | undefined;
  readonly #isFlat: boolean;
  readonly #calls: Map<string, FileCall>;
  readonly #changes: LoggedChange[];
  readonly #seen: Set<string>;
  /** As the last line feed left it: a line without one is read again. */
  #settled: readonly FileCall[] | undefined;

  constructor(log: TrackedLog, from: LogChanges | undefined) {
    this.#isFlat = log.file.sessionId === undefined;
    // An entry that names no session is the log's own; in a flat log of several sessions nothing tells whose.
    this.#owner = log.owners.length === 1 ? log.owners[0] : undefined;
    this.#calls = new Map(from?.calls.map((call) => [call.id, call]));
    // What a line without a line feed said is read again.
    this.#changes = from?.changes.filter(({ offset }) => offset < from.position.offset) ?? [];
    this.#seen = new Set(this.#changes.map(keyOf));
  }

  take(position: LinePosition, bytes: Buffer, terminated: boolean): void {
    if (!terminated) this.#settled = this.#openCalls();
    const record = parseJsonObject(bytes);
    if (record !== undefined) return this.#record(record, position);
    if (bytes.length > longestRepair) return;
    const { records, skipped } = repairLine(bytes, terminated ? (this.#owner ?? '') : '', position.offset === 0);
    if (!terminated && skipped > 0) return;
    for (const { start, end } of records) {
      const repaired = parseJsonObject(bytes.subarray(start, end));
      if (repaired !== undefined) this.#record(repaired, position);
    }
  }

  found(): Pick<LogChanges, 'calls' | 'changes'> {
    return { calls: this.#settled ?? this.#openCalls(), changes: this.#changes };
  }

  #openCalls(): readonly FileCall[] {
    return [...this.#calls.values()].slice(-mostCalls);
  }

  #record(record: Json, { line, offset }: LinePosition): void {
    const named = record.sessionId ?? undefined;
    const id = named === undefined ? this.#owner : parseSessionId(named);
    if (id === undefined || (!this.#isFlat && id !== this.#owner)) return;
    for (const call of callsIn(record)) this.#calls.set(call.id, call);
    const mark = record.forkedFrom ?? undefined;
    const copiedFrom =
      mark === undefined ? undefined : (parseSessionId(safeParse(copiedEntry, record)?.forkedFrom.sessionId) ?? '');
    for (const change of changesIn(record, (call) => this.#calls.get(call))) {
      this.#calls.delete(change.toolUseId);
      const key = keyOf(change);
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#changes.push({
        ...change,
        line,
        offset,
        ...(this.#isFlat && { owner: id }),
        ...(copiedFrom !== undefined && { copiedFrom }),
      });
    }
  }
}

/** Clients write some entries again, after a compaction or a resume. */
function keyOf({ toolUseId, path }: Pick<ChangeInRecord, 'toolUseId' | 'path'>): string {
  return `${toolUseId}\n${path}`;
}
