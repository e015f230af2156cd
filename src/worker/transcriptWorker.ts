/** Thread that reads logs for the transcripts: reading is synchronous, and the extension host must stay free. */
import { parentPort } from 'node:worker_threads';
import { documentOf, markdownPages } from '../core/transcript/document.ts';
import { entryImage, runRecords, wholeEntry } from '../core/transcript/entry.ts';
import { lineNumberAt } from '../core/log/lineReader.ts';
import { LogUnreadableError, withOpenLog } from '../core/log/openLog.ts';
import { follow, pageAfter, pageBefore } from '../core/transcript/pager.ts';
import { findUuid, searchStep } from '../core/transcript/search.ts';
import type { LogContext } from '../core/transcript/items/logContext.ts';
import type { Stretch } from '../core/transcript/messages.ts';
import type { WorkerAnswer, WorkerQuestion } from '../views/transcript/transcriptReader.ts';

/** Copied Markdown is kept to what a clipboard takes well. */
const longestCopy = 8 * 1024 * 1024;

/** Stretches of a log as Markdown. */
export interface Copy {
  readonly text: string;
  /** It became too long, and the rest is left out. */
  readonly cut: boolean;
}

export const operations = {
  pageBefore,
  pageAfter,
  follow,
  wholeEntry,
  runRecords,
  entryImage,
  searchStep,
  findUuid,
  documentOf,
  lineNumber: (path: string, _context: LogContext, offset: number) =>
    withOpenLog(path, (file) => lineNumberAt(file, offset)),
  copyOf,
} as const;

export type Operations = typeof operations;

function copyOf(path: string, context: LogContext, stretches: readonly Stretch[]): Copy {
  let text = '';
  for (const { start, end } of stretches) {
    for (const part of markdownPages(path, context, start, end)) {
      text += part;
      if (text.length > longestCopy) return { text, cut: true };
    }
  }
  return { text, cut: false };
}

parentPort?.on('message', (question: WorkerQuestion) => parentPort?.postMessage(answer(question)));

function answer({ id, operation, parameters }: WorkerQuestion): WorkerAnswer {
  try {
    const run = operations[operation] as (...values: readonly unknown[]) => unknown;
    return { id, value: run(...parameters) };
  } catch (error) {
    if (error instanceof LogUnreadableError) return { id, failure: error.failure };
    return {
      id,
      failure: 'unreadable',
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
