/** A whole log, a stretch of it or its last part as a Markdown document. */
import { formatBytes } from '../text/format.ts';
import { toSingleLine } from '../text/singleLine.ts';
import type { LogPath } from '../log/openLog.ts';
import { codeSpan, MarkdownWriter } from './markdown.ts';
import { pageAfter, pageBefore } from './pager.ts';
import type { LogContext } from './items/logContext.ts';
import { takenBackIn } from './takenBack.ts';

export interface DocumentTitle {
  readonly title: string;
  readonly sessionId: string | undefined;
  readonly path: LogPath;
}

/** Title and origin, as the first lines of a document. */
export function documentHead({ title, sessionId, path }: DocumentTitle): string {
  const session = sessionId === undefined ? [] : [`- Session ${codeSpan(sessionId)}`];
  const paths = typeof path === 'string' ? [path] : path;
  const logs = paths.map((one) => `- Log ${codeSpan(toSingleLine(one, 1000))}`);
  return [`# Transcript: ${codeSpan(toSingleLine(title, 120))}`, '', ...session, ...logs, '', ''].join('\n');
}

/**
 * The Markdown of the log from offset `start` up to offset `end`, page by page, in flat memory. Throws
 * `LogUnreadableError` alone.
 */
export function* markdownPages(
  path: LogPath,
  context: LogContext,
  start = 0,
  end = Infinity,
  takenBack = takenBackIn(path, context),
): Generator<string, void> {
  const writer = new MarkdownWriter(takenBack);
  for (let at = start; at < end;) {
    const page = pageAfter(path, context, at);
    const items = page.end <= end ? page.items : page.items.filter((item) => item.offset < end);
    yield writer.write(items);
    if (page.atEnd || page.end <= at) return;
    at = page.end;
  }
}

/** The end of a log, or all of it. */
export interface LogDocument {
  readonly text: string;
  /** Bytes of the log that lie before what the text shows; the text says so, too. */
  readonly bytesBefore: number;
}

/** The last part of the log as a document of about `max` characters. Throws `LogUnreadableError` alone. */
export function documentOf(
  path: LogPath,
  context: LogContext,
  title: DocumentTitle,
  max: number,
  takenBack = takenBackIn(path, context),
): LogDocument {
  let start: number | undefined;
  for (let written = 0; written < max && start !== 0;) {
    const page = pageBefore(path, context, start);
    written += new MarkdownWriter().write(page.items).length;
    if (page.start === start) break;
    start = page.start;
  }
  const bytesBefore = start ?? 0;
  const before = bytesBefore === 0 ? '' : `(${formatBytes(bytesBefore)} of the log lie before this.)\n\n`;
  const text =
    documentHead(title) + before + [...markdownPages(path, context, bytesBefore, Infinity, takenBack)].join('');
  return { text, bytesBefore };
}
