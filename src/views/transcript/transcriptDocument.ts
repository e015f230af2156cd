/**
 * The transcript as a read-only Markdown document: for searching, comparing and screen readers; it grows with its log.
 */
import { t } from '@vscode/l10n';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseSessionId } from '../../core/text/ids.ts';
import { Throttle } from '../../core/throttle.ts';
import { LogWatch } from '../../service/logWatch.ts';
import { TranscriptUnreadableError, type TranscriptReader } from '../../service/transcriptReader.ts';
import type { TranscriptSessions } from './transcriptSessions.ts';
import { describeLog, readingOf, type TranscriptTarget } from './transcriptTarget.ts';
import { parseJsonObject } from '../../core/text/parseJson.ts';

export const transcriptScheme = 'session-scope-transcript';

/** A document shows the end of a longer log; VS Code itself is slow with more. */
export const longestDocument = 8 * 1024 * 1024;
/** Milliseconds between two readings of a document: a log may grow all the time. */
const refreshPause = 2000;

/** The document's address. Its last part is what the tab shows. */
export function documentUri({ path: log, sessionId }: TranscriptTarget): vscode.Uri {
  const name = `${path.basename(log, '.jsonl')}.md`;
  const query = JSON.stringify({ path: log, ...(sessionId === undefined ? {} : { sessionId }) });
  return vscode.Uri.from({ scheme: transcriptScheme, path: `/${name}`, query });
}

export class TranscriptDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #reader: TranscriptReader;
  readonly #sessions: TranscriptSessions;
  /** By document, then by file of its log. */
  readonly #watches = new Map<string, Map<string, vscode.Disposable>>();
  readonly #closed: vscode.Disposable;

  constructor(reader: TranscriptReader, sessions: TranscriptSessions) {
    this.#reader = reader;
    this.#sessions = sessions;
    this.#closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri.toString()));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const target = targetOf(uri);
    if (target === undefined) return `${t('This address names no log.')}\n`;
    const log = await describeLog(target, this.#sessions);
    for (const path of log.logs) this.#follow(uri, path);
    const title = { title: log.title, sessionId: log.ownId, path: log.logs };
    try {
      return (await this.#reader.request('documentOf', ...readingOf(log), title, longestDocument)).text;
    } catch (error) {
      if (!(error instanceof TranscriptUnreadableError)) throw error;
      return `${error.message}\n`;
    }
  }

  dispose(): void {
    this.#closed.dispose();
    for (const document of [...this.#watches.keys()]) this.#forget(document);
    this.#changed.dispose();
  }

  #follow(uri: vscode.Uri, log: string): void {
    const watches = this.#watches.get(uri.toString()) ?? new Map<string, vscode.Disposable>();
    if (watches.has(log)) return;
    let first = true;
    const throttle = new Throttle(() => this.#changed.fire(uri));
    const watch = new LogWatch(log, () => {
      if (!first) throttle.schedule(refreshPause);
      first = false;
    });
    watch.active = true;
    const stop = new vscode.Disposable(() => throttle.cancel());
    watches.set(log, vscode.Disposable.from(watch, stop, this.#reader.use()));
    this.#watches.set(uri.toString(), watches);
  }

  #forget(document: string): void {
    for (const watch of this.#watches.get(document)?.values() ?? []) watch.dispose();
    this.#watches.delete(document);
  }
}

/** The log whose transcript a document shows; `undefined` for any other document. */
export function targetOf(uri: vscode.Uri): TranscriptTarget | undefined {
  if (uri.scheme !== transcriptScheme) return undefined;
  const { path: log, sessionId } = parseJsonObject(uri.query) ?? {};
  if (typeof log !== 'string' || !path.isAbsolute(log) || !log.endsWith('.jsonl')) return undefined;
  const id = parseSessionId(sessionId);
  return { path: log, ...(id === undefined ? {} : { sessionId: id }) };
}
