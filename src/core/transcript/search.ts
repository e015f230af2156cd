/** Finds entries of a log from any place on, in both directions, a bounded stretch at a time. */
import { asString } from '../text/schema.ts';
import { isError, isPrompt, itemTexts } from './itemText.ts';
import type { TranscriptItem } from './items/items.ts';
import { wholeLimits } from './items/limits.ts';
import { afterLine, lineAt, linesBackward, linesForward, type LogLine } from '../log/lineReader.ts';
import { withOpenLog, type LogPath, type OpenLog } from '../log/openLog.ts';
import { lineItems } from './pager.ts';
import { recordsOf } from './lineRecords.ts';
import type { SearchGoal } from './page.ts';
import type { LogContext } from './items/logContext.ts';

export interface SearchStep {
  /** The entry found. */
  readonly found?: { readonly offset: number; readonly key: string };
  /** Where to go on when nothing was found; `undefined` at the end of the log. */
  readonly next?: number;
}

/** Bytes looked through in one step, so that a search can be given up. */
const stretch = 16 * 1024 * 1024;

/**
 * Looks from offset `from` (a line's start, or the end of the log) towards the start or the end of the log; texts are
 * compared without case. Throws `LogUnreadableError` alone.
 */
export function searchStep(
  path: LogPath,
  context: LogContext,
  goal: SearchGoal,
  from: number,
  toward: 'older' | 'newer',
): SearchStep {
  return withOpenLog(path, (file) => {
    const may = rawFilter(goal);
    const fits = matcher(goal);
    const older = toward === 'older';
    let bytes = 0;
    for (const read of older ? linesBackward(file, Math.min(from, file.size)) : linesForward(file, from)) {
      const line = goal.kind === 'text' ? wholeLine(file, read) : read;
      if (may(line)) {
        const items = lineItems(file, line, context, wholeLimits).filter(
          (item) => item.kind !== 'record' && fits(item),
        );
        const found = older ? items.at(-1) : items[0];
        if (found !== undefined) return { found: { offset: found.offset, key: found.key } };
      }
      bytes += line.end - line.start;
      const next = older ? line.start : afterLine(line);
      if (bytes >= stretch) return next <= 0 || next >= file.size ? {} : { next };
    }
    return {};
  });
}

export interface CountStep {
  /** What stands for the entries found: a call and its result are one. */
  readonly entries: readonly string[];
  /** Where to go on; `undefined` at the end of the log. */
  readonly next?: number;
}

/** The entries that have a text, in some MB of the log from offset `from` on. Throws `LogUnreadableError` alone. */
export function countStep(path: LogPath, context: LogContext, text: string, from: number): CountStep {
  return withOpenLog(path, (file) => {
    const goal: SearchGoal = { kind: 'text', text };
    const may = rawFilter(goal);
    const fits = matcher(goal);
    const entries: string[] = [];
    let bytes = 0;
    for (const read of linesForward(file, from)) {
      const line = wholeLine(file, read);
      if (may(line)) {
        for (const item of lineItems(file, line, context, wholeLimits))
          if (item.kind !== 'record' && fits(item)) entries.push(rowOf(item));
      }
      bytes += line.end - line.start;
      const next = afterLine(line);
      if (bytes >= stretch) return next >= file.size ? { entries } : { entries, next };
    }
    return { entries };
  });
}

/** Of a line that is read by its ends alone the rest may have the text; one that is longer than a step stays so. */
function wholeLine(file: OpenLog, line: LogLine): LogLine {
  return Buffer.isBuffer(line.bytes) ? line : (lineAt(file, line.start, stretch) ?? line);
}

function rowOf(item: TranscriptItem): string {
  const isOfCall = (item.kind === 'call' || item.kind === 'result') && item.toolUseId !== undefined;
  return isOfCall ? `call ${item.toolUseId}` : item.key;
}

/** Offset of the line whose record has this `uuid`; `undefined` when none has. Reads the log from its end. */
export function findUuid(path: LogPath, context: LogContext, uuid: string): number | undefined {
  return withOpenLog(path, (file) => findLine(file, context, uuid));
}

function findLine(file: OpenLog, context: LogContext, uuid: string): number | undefined {
  for (const line of linesBackward(file, file.size)) {
    if (!lineIncludes(line, uuid)) continue;
    if (recordsOf(file, line, context.ownId).records.some((record) => asString(record['uuid']) === uuid))
      return line.start;
  }
  return undefined;
}

function lineIncludes(line: LogLine, text: string): boolean {
  const parts = Buffer.isBuffer(line.bytes) ? [line.bytes] : [line.bytes.head, line.bytes.tail];
  return parts.some((part) => part.includes(text));
}

function matcher(goal: SearchGoal): (item: TranscriptItem) => boolean {
  if (goal.kind === 'prompt') return isPrompt;
  if (goal.kind === 'error') return isError;
  const text = goal.text.toLowerCase();
  return (item) => itemTexts(item).some((part) => part.toLowerCase().includes(text));
}

/** Whether a line is worth parsing: plain ASCII stands in JSON as it is. */
function rawFilter(goal: SearchGoal): (line: LogLine) => boolean {
  const text = goal.kind === 'text' ? goal.text.toLowerCase() : '';
  if (!/^[\u0020-\u007e]+$/.test(text) || /["\\]/.test(text)) return () => true;
  return ({ bytes }) => !Buffer.isBuffer(bytes) || bytes.toString('latin1').toLowerCase().includes(text);
}
