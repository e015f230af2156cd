/**
 * What the extension requests of the thread that reads logs for transcripts: the functions of `core/transcript`, by
 * name.
 */
import type { FileFailure } from '../core/disk/openRegularFile.ts';
import type { DocumentTitle, LogDocument } from '../core/transcript/document.ts';
import type { entryImage, runRecords, wholeEntry } from '../core/transcript/entry.ts';
import type { LogPath } from '../core/log/openLog.ts';
import type { LogContext } from '../core/transcript/items/logContext.ts';
import type { follow, pageAfter, pageBefore } from '../core/transcript/pager.ts';
import type { lastAnswer } from '../core/transcript/lastAnswer.ts';
import type { countStep, findUuid, searchStep } from '../core/transcript/search.ts';
import type { TimelineLogs } from '../core/timeline/timelineLogs.ts';
import type { Stretch } from '../core/transcript/page.ts';

export type { LogContext };
export type { CountStep } from '../core/transcript/search.ts';
export type { LastAnswer } from '../core/transcript/lastAnswer.ts';
export { logIdentity, type LogIdentity } from '../core/transcript/logIdentity.ts';

/** The codes of failures. */
export type TranscriptFailure = FileFailure;

/** Stretches of a log as Markdown. */
export interface CopiedText {
  readonly text: string;
  /** It became too long, and the rest is left out. */
  readonly cut: boolean;
}

export interface TranscriptRequests {
  pageBefore: typeof pageBefore;
  pageAfter: typeof pageAfter;
  follow: typeof follow;
  wholeEntry: typeof wholeEntry;
  runRecords: typeof runRecords;
  entryImage: typeof entryImage;
  searchStep: typeof searchStep;
  countStep: typeof countStep;
  lastAnswer: typeof lastAnswer;
  findUuid: typeof findUuid;
  documentOf(path: LogPath, context: LogContext, title: DocumentTitle, max: number): LogDocument;
  /** The file that holds the byte at `offset`, and its offset there. */
  placeOf(
    path: LogPath,
    context: LogContext,
    offset: number,
  ): { readonly path: string; readonly offset: number } | undefined;
  /** Offset of the first byte of one of the log's files. */
  startOf(path: LogPath, context: LogContext, file: string): number | undefined;
  /** The number of the line that holds the byte at `offset`, from 1. */
  lineNumber(path: string, context: LogContext, offset: number): number;
  /** The turns that were taken back, as far as the log was read; `more`: it is read on by the next request. */
  takenBack(path: LogPath, context: LogContext): { readonly stretches: readonly Stretch[]; readonly more: boolean };
  timelineMarks: TimelineLogs['readOn'];
  copyOf(path: LogPath, context: LogContext, stretches: readonly Stretch[]): CopiedText;
}
