/**
 * A small log read without the scanner: for one log of some hundred entries, `JSON.parse` is done before WebAssembly is
 * compiled (4 ms). For plans alone. It reports what the scanner reports of them, except for entries that name
 * one field twice, which no client writes: there the last one counts here, and the last one that is text there.
 */
import { parseJsonObject } from '../text/parseJson.ts';
import { timeOf } from '../text/isoTime.ts';
import type { LineReport } from './scanner/lineReport.ts';
import { LineFlag } from './scanner/tables.ts';
import type { LogVisitor } from './logVisitor.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';

/** A larger log is read sooner by the scanner, its compilation included. */
const largest = 256 * 1024;

/** What the scanner does not keep (more than 4 KB) is not to be kept here. */
const longestField = 1000;

const newline = 0x0a;
/** Escapes that stand for letters: the scanner, which looks at bytes, knows no key or name by them. */
const escapedLetter = /\\u00[2-7]/;
const conversation: readonly unknown[] = ['user', 'assistant', 'progress', 'attachment'];

type Entry = Readonly<Record<string, unknown>>;

/**
 * Calls a visitor of a session log with what matters for plans. False when the log is larger, cannot be read, or has a
 * line that is not whole or is written as no client does: the visitor's facts are void then, and `readLog` has to read
 * the log.
 */
export function visitSmallLog(file: string, visitor: LogVisitor): boolean {
  const bytes = readSmallFile(file, largest);
  if (bytes === undefined || (bytes.includes('\\u00') && escapedLetter.test(bytes.toString('latin1')))) return false;
  const counts = new EntryCounts();
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(newline, start);
    const text = bytes.subarray(start, end);
    const entry = end === -1 ? undefined : parseJsonObject(text);
    if (entry === undefined || hasLongField(entry)) return false;
    const flags = counts.add(entry, visitor.ownId);
    const isTold = (flags & LineFlag.sidechain) === 0 && ((flags & LineFlag.copied) === 0 || counts.copied === 1);
    if (isTold) visitor.entry(reportOf(entry, flags, line, start, end), { bytes: () => text, parse: () => entry });
    start = end + 1;
  }
  visitor.counts({ ...counts, slugLine: 0, slugOffset: 0 });
  return true;
}

class EntryCounts {
  entries = 0;
  foreign = 0;
  copied = 0;
  sidechain = 0;
  firstTime: number | undefined;
  lastTime: number | undefined;

  /** Counts an entry; returns what a report says of it. */
  add(entry: Entry, ownId: string): number {
    this.entries++;
    const sessionId = textIn(entry.sessionId).toLowerCase();
    if (sessionId !== '' && sessionId !== ownId) {
      this.foreign++;
      return LineFlag.foreign;
    }
    if (isObject(entry.forkedFrom)) {
      this.copied++;
      return LineFlag.copied;
    }
    const time = timeOf(entry.timestamp);
    if (time !== undefined) {
      this.firstTime = Math.min(this.firstTime ?? time, time);
      this.lastTime = Math.max(this.lastTime ?? time, time);
    }
    if (entry.isSidechain !== true) return planFlags(entry);
    this.sidechain++;
    return LineFlag.sidechain;
  }
}

/**
 * What an own entry says of plans. Only entries of the conversation prove any: request dumps (2.1.330) repeat the same
 * keys.
 */
function planFlags(entry: Entry): number {
  const { attachment, toolUseResult, planContent, relocatedCwd, worktreeSession } = entry;
  let flags = typeof relocatedCwd === 'string' || isObject(worktreeSession) ? LineFlag.place : 0;
  if (!conversation.includes(entry.type)) return flags;
  if (typeof planContent === 'string') flags |= LineFlag.planContent;
  if (isObject(attachment) && typeof attachment.planFilePath === 'string') flags |= LineFlag.planPath;
  if (!isObject(toolUseResult)) return flags;
  if (typeof toolUseResult.plan === 'string') flags |= LineFlag.planResult;
  if (textIn(toolUseResult.filePath).endsWith('.md')) flags |= LineFlag.markdownResult;
  return flags;
}

function reportOf(entry: Entry, flags: number, line: number, start: number, end: number): LineReport {
  return {
    line,
    flags,
    start,
    end,
    // Each entry is reported with its own slug.
    slugLine: 0,
    slugOffset: 0,
    sessionId: textIn(entry.sessionId),
    slug: textIn(entry.slug),
    cwd: textIn(entry.cwd),
    branch: textIn(entry.gitBranch),
    timestamp: textIn(entry.timestamp),
    agentId: textIn(entry.agentId),
    parentToolUseId: textIn(entry.parentToolUseID),
    type: textIn(entry.type),
    progressAgentId: '',
    entrypoint: textIn(entry.entrypoint),
  };
}

function hasLongField({ sessionId, slug, cwd, gitBranch }: Entry): boolean {
  return [sessionId, slug, cwd, gitBranch].some((value) => textIn(value).length > longestField);
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}
