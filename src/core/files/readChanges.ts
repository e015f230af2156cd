/** The changes to files that one log proves, read from where it was left. */
import * as fs from 'node:fs';
import { stampFrom, type FileStamp } from '../disk/fileStamp.ts';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { headBytes, isSameLog, signatureOf, type LogPosition } from '../log/logPosition.ts';
import { longestTail } from '../log/logReader.ts';
import { copiedEntry } from '../log/recordShapes.ts';
import { longestRepair, repairLine } from '../log/repair.ts';
import type { SessionId } from '../model.ts';
import type { LogFile } from '../roots/roots.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { safeParse, type Json } from '../text/schema.ts';
import { candidateLines, type CandidateLine, type LineEnd } from './candidateLines.ts';
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
  readonly stamp: FileStamp;
  readonly position: LogPosition;
  /** Of a flat agent log: whose entries the last ones are. */
  readonly owner: SessionId | undefined;
  /** Calls that have no result yet. */
  readonly calls: readonly FileCall[];
  /** In log order, each call once. */
  readonly changes: readonly LoggedChange[];
}

/** Both a call's `"type":"tool_use"` and the `"tool_use_id"` of its result have it. */
const needle = Buffer.from('"tool_use');
/** A client makes a few calls at once; of a log with more that have no result the last ones are kept. */
const mostCalls = 1000;

/**
 * Reads the log on from `known`, or from its start where there is none or the file is not the same any more; `undefined` when it
 * cannot be read.
 */
export function readChanges(file: LogFile, known?: LogChanges): LogChanges | undefined {
  const opened = openRegularFile(file.path);
  if (opened.state !== 'open') return undefined;
  const { fd, stats } = opened;
  try {
    const head = readAt(fd, 0, headBytes);
    const from = known !== undefined && isSameLog(fd, stats, known.position, head) ? known : undefined;
    const end: LineEnd = { offset: from?.position.offset ?? 0, lines: from?.position.lines ?? 0 };
    const collector = new Collector(file, from);
    for (const line of candidateLines(fd, stats.size, end, needle)) collector.take(line);
    const signature = signatureOf(end.offset, head, (at, length) => readAt(fd, at, length));
    const position = { dev: stats.dev, ino: stats.ino, offset: end.offset, lines: end.lines, signature };
    return { stamp: stampFrom(stats), position, ...collector.found() };
  } catch {
    return undefined;
  } finally {
    fs.closeSync(fd);
  }
}

class Collector {
  readonly #file: LogFile;
  readonly #calls: Map<string, FileCall>;
  readonly #changes: LoggedChange[];
  readonly #seen: Set<string>;
  #owner: SessionId | undefined;
  /** As the last line feed left it: a line without one is read again. */
  #settled: Pick<LogChanges, 'owner' | 'calls'> | undefined;

  constructor(file: LogFile, from: LogChanges | undefined) {
    this.#file = file;
    this.#calls = new Map(from?.calls.map((call) => [call.id, call]));
    // What a line without a line feed said is read again.
    this.#changes = from?.changes.filter(({ offset }) => offset < from.position.offset) ?? [];
    this.#seen = new Set(this.#changes.map(keyOf));
    this.#owner = from?.owner ?? file.sessionId;
  }

  take(line: CandidateLine): void {
    const { bytes } = line;
    if (bytes === undefined || (!line.terminated && bytes.length > longestTail)) return;
    if (!line.terminated) this.#settled = this.#state();
    if (!this.#mayMatter(bytes)) return;
    const record = parseJsonObject(bytes);
    if (record !== undefined) return this.#record(record, line);
    if (bytes.length > longestRepair) return;
    const { records, skipped } = repairLine(bytes, line.terminated ? (this.#owner ?? '') : '', line.start === 0);
    if (!line.terminated && skipped > 0) return;
    for (const { start, end } of records) {
      const repaired = parseJsonObject(bytes.subarray(start, end));
      if (repaired !== undefined) this.#record(repaired, line);
    }
  }

  /** Whether the line is worth parsing: most are calls and results of other tools. */
  #mayMatter(bytes: Buffer): boolean {
    // Whose the entries of a flat log are, each entry can change.
    if (this.#file.sessionId === undefined) return true;
    if (bytes.includes('"notebook_path"')) return true;
    if (bytes.includes('"filePath"') && (bytes.includes('"structuredPatch"') || !bytes.includes(readResult)))
      return true;
    if (bytes.includes('"file_path"') && (bytes.includes('Write"') || bytes.includes('Edit"'))) return true;
    if (this.#calls.size === 0) return false;
    return resultIds(bytes).some((id) => this.#calls.has(id));
  }

  found(): Pick<LogChanges, 'owner' | 'calls' | 'changes'> {
    return { ...(this.#settled ?? this.#state()), changes: this.#changes };
  }

  #state(): Pick<LogChanges, 'owner' | 'calls'> {
    const owner = this.#file.sessionId === undefined ? this.#owner : undefined;
    return { owner, calls: [...this.#calls.values()].slice(-mostCalls) };
  }

  #record(record: Json, { line, start: offset }: CandidateLine): void {
    for (const call of callsIn(record)) this.#calls.set(call.id, call);
    const named = record.sessionId;
    const id = parseSessionId(named);
    const isFlat = this.#file.sessionId === undefined;
    if (isFlat && id !== undefined) this.#owner = id;
    const changes = changesIn(record, (call) => this.#calls.get(call));
    for (const change of changes) this.#calls.delete(change.toolUseId);
    const isOwn = this.#owner !== undefined && ((named ?? undefined) === undefined || id === this.#owner);
    if (!isOwn) return;
    const mark = record.forkedFrom ?? undefined;
    const copiedFrom =
      mark === undefined ? undefined : (parseSessionId(safeParse(copiedEntry, record)?.forkedFrom.sessionId) ?? '');
    for (const change of changes) {
      const key = keyOf(change);
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#changes.push({
        ...change,
        line,
        offset,
        ...(isFlat && this.#owner !== undefined && { owner: this.#owner }),
        ...(copiedFrom !== undefined && { copiedFrom }),
      });
    }
  }
}

/** What the result of a Read begins with. */
const readResult = '"toolUseResult":{"type":"text","file":{';
const resultKey = '"tool_use_id"';

/** IDs of the calls whose results a line has, by its bytes. */
function resultIds(bytes: Buffer): string[] {
  const ids: string[] = [];
  for (let at = bytes.indexOf(resultKey); at !== -1; at = bytes.indexOf(resultKey, at + 1)) {
    const text = bytes.toString('utf8', at + resultKey.length, at + resultKey.length + 300);
    const id = /^\s*:\s*"([^"\\]*)"/.exec(text)?.[1];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** Clients write some entries again, after a compaction or a resume. */
function keyOf({ toolUseId, path }: Pick<ChangeInRecord, 'toolUseId' | 'path'>): string {
  return `${toolUseId}\n${path}`;
}
