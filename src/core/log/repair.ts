/**
 * Getting records back from a damaged line. The shapes are those of one audit of 10,949 real logs (a stub with the next
 * record after it, two records without a newline between, NUL runs before a record) and of clients killed in mid-entry
 * (2.1.12 to 2.1.200 append to the half line).
 */

import { endOfObject, isDeeper, openBrace } from './jsonBytes.ts';
import { deepestNesting } from './scanner/tables.ts';

/** A whole JSON object within the line: byte range `start` up to, not including, `end`. */
export interface RecordRange {
  readonly start: number;
  readonly end: number;
}

export type DamageReason = 'not-json' | 'not-object' | 'not-an-entry' | 'only-nul' | 'too-long' | 'too-deep';

export interface RepairedLine {
  readonly records: readonly RecordRange[];
  /** Parts of the line that are lost: 0 or 1. */
  readonly skipped: number;
  /** Records that only the repair got back. */
  readonly repaired: number;
  /** Why a part was skipped. */
  readonly reason: DamageReason | undefined;
}

/** Longer lines are not repaired: 32 MiB, twice the longest line reported from real logs. */
export const longestRepair = 32 * 1024 * 1024;
const maxStarts = 1000;
/**
 * Bytes scanned behind the starts, all in all: so many times the line (a stub leaves a few levels open), and never
 * more.
 */
const maxScans = 64;
const maxScanned = 4 * longestRepair;

/**
 * What can be had of one line (bytes between two newlines). A line that is whole gives itself. `ownId` is the session
 * whose log this is: after a stub only a record of that session counts. `atFileStart`: a byte order mark is dropped.
 */
export function repairLine(line: Buffer, ownId: string, atFileStart: boolean): RepairedLine {
  if (line.length > longestRepair) return lost('too-long');
  let start = atFileStart && line.length >= 3 && line.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  let end = line.length;
  let nulDropped = false;
  while (end > start && (isBlank(line[end - 1]) || line[end - 1] === 0)) nulDropped = line[--end] === 0 || nulDropped;
  const beforeNul = start;
  while (start < end && line[start] === 0) start++;
  nulDropped = nulDropped || start > beforeNul;
  while (start < end && isBlank(line[start])) start++;
  if (start === end) return nulDropped ? lost('only-nul') : { records: [], skipped: 0, repaired: 0, reason: undefined };

  const whole = parse(line, start, end);
  if (whole.kind === 'object') {
    if (!nulDropped) return got([{ start, end }], 0, 0);
    return isEntry(whole.value) ? got([{ start, end }], 0, 1) : lost('not-an-entry');
  }
  if (whole.kind === 'value') return lost('not-object');
  if (whole.kind === 'too-deep') return lost('too-deep');

  const run = objectRun(line, start, end);
  if (run !== undefined) return got(run, 0, 1);
  const tail = recordBehindStub(line, start, end, ownId);
  return tail === undefined ? lost('not-json') : { ...got([tail], 1, 1), reason: 'not-json' };
}

function got(records: readonly RecordRange[], skipped: number, repaired: number): RepairedLine {
  return { records, skipped, repaired, reason: undefined };
}

function lost(reason: DamageReason): RepairedLine {
  return { records: [], skipped: 1, repaired: 0, reason };
}

type Parsed = { kind: 'object'; value: object } | { kind: 'value' } | { kind: 'broken' } | { kind: 'too-deep' };

function parse(line: Buffer, start: number, end: number): Parsed {
  try {
    if (isDeeper(line, start, end, deepestNesting)) return { kind: 'too-deep' };
    const value: unknown = JSON.parse(line.toString('utf8', start, end));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { kind: 'object', value }
      : { kind: 'value' };
  } catch (error) {
    return { kind: error instanceof RangeError ? 'too-deep' : 'broken' };
  }
}

/** After damage an object counts only when it looks like an entry; any other may be a part of one. */
function isEntry(value: object): boolean {
  return 'type' in value && typeof value.type === 'string';
}

/** The entries of a line that is nothing but whole objects and white space; `undefined` otherwise. */
function objectRun(line: Buffer, start: number, end: number): RecordRange[] | undefined {
  const records: RecordRange[] = [];
  let at = start;
  while (at < end) {
    const objectEnd = line[at] === openBrace ? endOfObject(line, at, end) : undefined;
    if (objectEnd === undefined) return undefined;
    const parsed = parse(line, at, objectEnd);
    if (parsed.kind !== 'object' || !isEntry(parsed.value)) return undefined;
    records.push({ start: at, end: objectEnd });
    at = objectEnd;
    while (at < end && isBlank(line[at])) at++;
  }
  return records;
}

/** The record that reaches to the end of the line and is an entry of this session: it has `type` and `uuid`. */
function recordBehindStub(line: Buffer, start: number, end: number, ownId: string): RecordRange | undefined {
  const budget = Math.min(maxScanned, maxScans * (end - start));
  let scanned = 0;
  let at = start;
  for (let tries = 0; tries < maxStarts && scanned < budget; tries++) {
    at = line.indexOf('{"', at + 1);
    if (at === -1 || at >= end) return undefined;
    const objectEnd = endOfObject(line, at, end);
    scanned += (objectEnd ?? end) - at;
    if (objectEnd !== end) continue;
    const parsed = parse(line, at, end);
    if (parsed.kind !== 'object') continue;
    const { uuid, sessionId } = parsed.value as Record<string, unknown>;
    if (
      isEntry(parsed.value) &&
      typeof uuid === 'string' &&
      typeof sessionId === 'string' &&
      sessionId.toLowerCase() === ownId
    ) {
      return { start: at, end };
    }
  }
  return undefined;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
