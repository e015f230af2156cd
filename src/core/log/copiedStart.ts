/**
 * Copies without a mark: `--fork-session` (all versions that have it), `--bg --resume` (2.1.240) and a cleared context
 * (2.1.12) begin a log with entries of another one, under the new session's ID and without `forkedFrom`. Only their
 * `uuid`s tell: they are those of the other log. Which of two logs is the copy is told by how it was written: a copy is
 * written at once, so that its copied lines stand together, while the client wrote its own lines between those of the
 * original.
 */
import type * as fs from 'node:fs';
import { readAt } from '../disk/openRegularFile.ts';
import { timeOf } from '../text/isoTime.ts';
import { linesForward } from './lineReader.ts';
import { headBytes, signatureOf, type LogPosition } from './logPosition.ts';
import { LogUnreadableError, withOpenLog } from './openLog.ts';
import type { LinePosition } from './sessionLogFacts.ts';

/** First UUIDs of a log that are kept: hooks may have written an entry or two before the copied ones (2.0.20). */
export const keptUuids = 4;
const uuidKey = '"uuid":"';
const uuidLength = 36;

/** Numbers of the first UUIDs in the bytes that a log begins with: 48 bits of each, to find logs that share some. */
export function firstUuids(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(uuidKey); at !== -1 && found.length < keptUuids; at = bytes.indexOf(uuidKey, at + 1)) {
    const start = at + uuidKey.length;
    const number = Number.parseInt(bytes.toString('latin1', start, start + 13).replace('-', ''), 16);
    if (Number.isSafeInteger(number)) found.push(number);
  }
  return found;
}

/** The lines that a log begins with and that are another log's. */
export interface CopiedStart {
  /** The log that is the copy. */
  readonly file: string;
  /** Its first copied line. */
  readonly first: LinePosition;
  /** Behind its last copied line: offset, and lines up to there. */
  readonly end: { readonly offset: number; readonly lines: number };
  /** Entries up to there, those of them that name another session, and the copied ones that name none or this one. */
  readonly entries: number;
  readonly foreignEntries: number;
  readonly copiedEntries: number;
  /** Own entries may stand before the copied ones: those of sidechains (2.0.20), and the time of the first. */
  readonly sidechainEntries: number;
  readonly firstActivity: number | undefined;
  /** Lines that both logs have. */
  readonly shared: number;
  readonly cwd: string | undefined;
}

interface Line {
  readonly uuid: string | undefined;
  readonly time: number | undefined;
  readonly start: number;
  readonly end: number;
  readonly sessionId: string | undefined;
  readonly cwd: string | undefined;
  readonly isSidechain: boolean;
  /** An entry with a time stamp of its own. */
  readonly isOfTalk: boolean;
}

/** More lines of a log are not looked at. */
const mostLines = 200_000;
/** One entry can be in two logs for other reasons. */
const fewestShared = 2;

/**
 * Which of two logs begins with a copy of the other, and how far; `undefined` when neither does or nothing tells which.
 */
export function copiedStart(a: string, b: string): CopiedStart | undefined {
  const [linesA, linesB] = [linesOf(a), linesOf(b)];
  const [inA, inB] = [new Set(uuidsOf(linesA)), new Set(uuidsOf(linesB))];
  const [sharedA, sharedB] = [sharedLines(linesA, inB), sharedLines(linesB, inA)];
  if (sharedA.length < fewestShared || sharedB.length < fewestShared) return undefined;
  const isCopyA = isWrittenAtOnce(sharedA);
  const isCopyB = isWrittenAtOnce(sharedB);
  // Of a log with one prompt nothing stands between: what its client wrote before that prompt is older then.
  const isOriginalA = !isCopyA || hasOlderLines(linesA, sharedA);
  const isOriginalB = !isCopyB || hasOlderLines(linesB, sharedB);
  if (isCopyA && isOriginalB && !(isCopyB && isOriginalA)) return describe(a, linesA, sharedA);
  if (isCopyB && isOriginalA && !(isCopyA && isOriginalB)) return describe(b, linesB, sharedB);
  return undefined;
}

function uuidsOf(lines: readonly Line[]): string[] {
  return lines.flatMap(({ uuid }) => uuid ?? []);
}

/** Indexes of the lines whose UUIDs the other log has. */
function sharedLines(lines: readonly Line[], other: ReadonlySet<string>): number[] {
  return lines.flatMap(({ uuid }, i) => (uuid !== undefined && other.has(uuid) ? [i] : []));
}

/** Whether no other line stands between the shared ones. */
function isWrittenAtOnce(shared: readonly number[]): boolean {
  return (shared.at(-1) ?? 0) - (shared[0] ?? 0) + 1 === shared.length;
}

/** Whether a line before the shared ones has an older time than the first of them. */
function hasOlderLines(lines: readonly Line[], shared: readonly number[]): boolean {
  const [first = 0] = shared;
  const began = lines[first]?.time ?? -Infinity;
  return lines.slice(0, first).some(({ time }) => time !== undefined && time <= began);
}

function describe(file: string, lines: readonly Line[], shared: readonly number[]): CopiedStart | undefined {
  const first = shared[0] ?? 0;
  const last = shared.at(-1) ?? 0;
  const begin = lines.slice(0, last + 1);
  const before = lines.slice(0, first).filter(({ isOfTalk }) => isOfTalk);
  const times = before.flatMap(({ time }) => time ?? []);
  const own = /([0-9a-f-]{36})\.jsonl$/i.exec(file)?.[1]?.toLowerCase();
  const isForeign = ({ sessionId }: Line): boolean => sessionId !== undefined && sessionId.toLowerCase() !== own;
  return {
    file,
    first: { line: first + 1, offset: lines[first]?.start ?? 0 },
    end: { offset: (lines[last]?.end ?? 0) + 1, lines: last + 1 },
    entries: begin.filter(({ start, end }) => end > start).length,
    foreignEntries: begin.filter(isForeign).length,
    copiedEntries: lines.slice(first, last + 1).filter((line) => !isForeign(line)).length,
    sidechainEntries: before.filter(({ isSidechain }) => isSidechain).length,
    firstActivity: times.length === 0 ? undefined : Math.min(...times),
    shared: shared.length,
    cwd: lines[first]?.cwd,
  };
}

/** Its whole lines; none when it cannot be read. */
function linesOf(file: string): Line[] {
  try {
    return withOpenLog(file, (log) => {
      const lines: Line[] = [];
      for (const { start, end, terminated, bytes } of linesForward(log, 0)) {
        if (!terminated || lines.length === mostLines) break;
        const text = (Buffer.isBuffer(bytes) ? bytes : Buffer.concat([bytes.head, bytes.tail])).toString('utf8');
        lines.push({ start, end, ...envelopeOf(text) });
      }
      return lines;
    });
  } catch (error) {
    if (error instanceof LogUnreadableError) return [];
    throw error;
  }
}

/**
 * Fields of the entry itself. What it quotes has its quotes escaped; of fields of objects in it the last ones count.
 */
function envelopeOf(text: string): Omit<Line, 'start' | 'end'> {
  const at = text.lastIndexOf(uuidKey);
  const field = (name: string): string | undefined => new RegExp(`"${name}":"([^"\\\\]{1,4096})"`).exec(text)?.[1];
  return {
    uuid: at === -1 ? undefined : text.slice(at + uuidKey.length, at + uuidKey.length + uuidLength),
    time: timeOf(/.*"timestamp":"([^"]{1,40})"/s.exec(text)?.[1]),
    sessionId: field('sessionId'),
    cwd: field('cwd'),
    isSidechain: text.includes('"isSidechain":true'),
    isOfTalk: at !== -1 || text.startsWith('{"type":"queue-operation"'),
  };
}

/** The position behind the copied lines, as if they had been read. */
export function positionBehind(fd: number, stats: fs.Stats, { offset, lines }: CopiedStart['end']): LogPosition {
  const signature = signatureOf(offset, readAt(fd, 0, headBytes), (from, length) => readAt(fd, from, length));
  return { dev: stats.dev, ino: stats.ino, offset, lines, signature };
}
