/** From the bytes of a line to its records; damaged lines are repaired as everywhere in the core. */
import { kindOfLine } from '../log/longLine.ts';
import { longestTail } from '../log/logReader.ts';
import { longestRepair, repairLine } from '../log/repair.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import type { Json } from '../text/schema.ts';
import { parseHead, parseTail } from './jsonPrefix.ts';
import type { LineEnds, LogLine } from '../log/lineReader.ts';
import type { OpenLog } from '../log/openLog.ts';

export interface LineRecords {
  readonly records: readonly Json[];
  /** Parts of the line that hold no readable record. */
  readonly skipped: number;
  /** The records were got back from a damaged line. */
  readonly repaired: boolean;
  /** Only the two ends of the line were read. */
  readonly partial: boolean;
}

const whole = { skipped: 0, repaired: false, partial: false } as const;

/**
 * The records of a line, by R1 to R7 of docs/format.md.
 * `ownId`: the session that the log belongs to; without it no record after a half-written one counts (R5).
 */
export function recordsOf(file: OpenLog, line: LogLine, ownId: string | undefined): LineRecords {
  let bytes: Buffer;
  if (Buffer.isBuffer(line.bytes)) {
    bytes = line.bytes;
    const record = parseJsonObject(bytes);
    if (record !== undefined) return { ...whole, records: [record] };
  } else {
    const kind = kindOfLine(file, line.start, line.end);
    if (kind === 'blank') return { ...whole, records: [] };
    if (kind === 'entry') return { ...whole, records: [recordOfEnds(line.bytes) ?? {}], partial: true };
    if (line.end - line.start > longestRepair) return { ...whole, records: [], skipped: 1 };
    bytes = file.read(line.start, line.end);
  }
  const { records, skipped, repaired } = repairLine(bytes, ownId ?? '', line.start === 0);
  return {
    records: records
      .map(({ start, end }) => parseJsonObject(bytes.subarray(start, end)))
      .filter((found) => found !== undefined),
    skipped,
    repaired: repaired > 0,
    partial: false,
  };
}

/** Rule R2: a last line without line feed is one when it is nothing but whole records. */
export function isWhole(file: OpenLog, line: LogLine): boolean {
  if (line.end - line.start > longestTail) return false;
  if (Buffer.isBuffer(line.bytes) && parseJsonObject(line.bytes) !== undefined) return true;
  const bytes = Buffer.isBuffer(line.bytes) ? line.bytes : file.read(line.start, line.end);
  const { records, skipped } = repairLine(bytes, '', line.start === 0);
  return records.length > 0 && skipped === 0;
}

function recordOfEnds(ends: LineEnds): Json | undefined {
  const head = parseHead(ends.head.toString('utf8').replace(/\ufffd+$/, ''));
  if (head === undefined) return undefined;
  return { ...head, ...parseTail(ends.tail.toString('utf8').replace(/^\ufffd+/, '')) };
}
