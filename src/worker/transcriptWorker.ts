/** Thread that reads logs for the transcripts: reading is synchronous, and the extension host must stay free. */
import { inEnglish } from './localization.ts';
import { parentPort } from 'node:worker_threads';
import { documentOf, markdownPages } from '../core/transcript/document.ts';
import { entryImage, runRecords, wholeEntry } from '../core/transcript/entry.ts';
import { lineNumberAt } from '../core/log/lineReader.ts';
import { LogUnreadableError, withOpenLog, type LogPath } from '../core/log/openLog.ts';
import { follow, pageAfter, pageBefore } from '../core/transcript/pager.ts';
import { lastAnswer } from '../core/transcript/lastAnswer.ts';
import { countStep, findUuid, searchStep } from '../core/transcript/search.ts';
import { TakenBackLogs } from '../core/transcript/takenBack.ts';
import { TimelineLogs } from '../core/timeline/timelineLogs.ts';
import type { LogContext } from '../core/transcript/items/logContext.ts';
import {
  respond,
  type CancelMessage,
  type Failure,
  type Handlers,
  type RequestMessage,
} from '../messages/requestMessage.ts';
import type { CopiedText, TranscriptFailure, TranscriptRequests } from '../service/transcriptRequests.ts';
import type { Stretch } from '../core/transcript/page.ts';
import { errorDetail } from '../core/text/errorText.ts';

/** Copied Markdown is kept to what a clipboard takes well. */
const longestCopy = 8 * 1024 * 1024;

const takenBackLogs = new TakenBackLogs();
const timelineLogs = new TimelineLogs();

const handlers: Handlers<TranscriptRequests> = {
  pageBefore,
  pageAfter,
  follow,
  wholeEntry,
  runRecords,
  entryImage,
  searchStep,
  countStep,
  lastAnswer,
  findUuid,
  documentOf: (path, context, title, max) =>
    inEnglish(() => documentOf(path, context, title, max, takenBackLogs.of(path, context))),
  placeOf: (path, _context, offset) => withOpenLog(path, (file) => file.placeOf(offset)),
  startOf: (path, _context, one) => withOpenLog(path, (file) => file.startOf(one)),
  lineNumber: (path, _context, offset) => withOpenLog(path, (file) => lineNumberAt(file, offset)),
  takenBack: (path, context) => takenBackLogs.readOn(path, context),
  timelineMarks: (log) => timelineLogs.readOn(log),
  copyOf: (path, context, stretches) => inEnglish(() => copyOf(path, context, stretches)),
};

function copyOf(path: LogPath, context: LogContext, stretches: readonly Stretch[]): CopiedText {
  const takenBack = takenBackLogs.of(path, context);
  let text = '';
  for (const { start, end } of stretches) {
    for (const part of markdownPages(path, context, start, end, takenBack)) {
      text += part;
      if (text.length > longestCopy) return { text, cut: true };
    }
  }
  return { text, cut: false };
}

parentPort?.on('message', (message: RequestMessage<TranscriptRequests> | CancelMessage) => {
  // Each request is done as soon as it is read, so that there is nothing to cancel.
  if (message.type === 'request') void respond(handlers, message, failureOf).then((response) => post(response));
});

function post(message: unknown): void {
  parentPort?.postMessage(message);
}

/** The message is for the log channel: what a log that cannot be read means to people, the extension words. */
function failureOf(error: unknown): Failure {
  if (error instanceof LogUnreadableError) return { code: error.failure, message: '' };
  const code: TranscriptFailure = 'unreadable';
  return { code, message: errorDetail(error) };
}
