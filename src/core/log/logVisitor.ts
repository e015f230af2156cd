/** The calls that a reader of logs makes for the lines that it reads. */
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import type { Json } from '../text/schema.ts';
import type { SessionId } from '../model.ts';
import type { LineReport } from './scanner/lineReport.ts';
import { LineFlag } from './scanner/tables.ts';
import type { LineCounts } from './scanner/lineScanner.ts';
import type { DamageReason } from './repair.ts';

/** The line of a report, for those who want more of it. */
export interface ReportedLine {
  /** Without its newline; empty when it is too long to be looked at. Valid during the call alone. */
  bytes(): Buffer;
  /** `undefined` when it is no JSON object after all. */
  parse(): Json | undefined;
}

/** Takes what a log says. Calls come in the order of the lines. */
export interface LogVisitor {
  /** Entries that name this session, or none, are own. */
  readonly ownId: string;
  /** The bytes that the log begins with, when it is read from its start. */
  begins?(bytes: Buffer): void;
  /** The prompt that titles the session is not known yet. */
  wantsPrompt(): boolean;
  /** A whole entry that can matter. */
  entry(report: LineReport, line: ReportedLine): void;
  /**
   * An own or copied entry with a call that may change a file, or the result of one. Entries of a damaged line come
   * later than those of some lines behind it.
   */
  fileLine?(line: number, offset: number): void;
  /** The last entry up to now that carries the slug reported last; line 0: none. */
  slugSeen?(position: { line: number; offset: number }): void;
  /** A line of which something is lost or was got back. */
  damage(
    position: { line: number; offset: number },
    skipped: number,
    repaired: number,
    reason: DamageReason | undefined,
  ): void;
  /** Counts of all lines since the last call. */
  counts(counts: LineCounts): void;
  /** For logs with entries of several sessions: entries from this one on are another session's. */
  switchTo?(sessionId: SessionId, position: { line: number; offset: number }): void;
}

/** The other session that a foreign entry names, where the visitor can switch to it; `undefined`: the owner stays. */
export function otherOwner(
  visitor: LogVisitor,
  { flags, sessionId }: LineReport,
  ownId: string,
): SessionId | undefined {
  if (visitor.switchTo === undefined || (flags & LineFlag.foreign) === 0) return undefined;
  const id = parseSessionId(sessionId);
  // The scanner compares bytes: to it, the own ID written with escapes is foreign.
  return id === ownId ? undefined : id;
}

/** A line whose bytes are fetched when they are asked for. */
export function reportedLine(bytes: () => Buffer): ReportedLine {
  return { bytes, parse: () => parseJsonObject(bytes()) };
}
