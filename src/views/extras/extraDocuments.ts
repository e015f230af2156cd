/** A session's extras as read-only documents, read by the worker thread; one that changes on disk is read again. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseSessionId, shortId } from '../../core/text/ids.ts';
import type { ExtraFile, SessionId } from '../../core/model.ts';
import { Throttle } from '../../core/throttle.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { copiedFileName, taskName, todosAgentName, versionName } from '../../presentation/extraWords.ts';
import type { ExtraTextProblem } from '../../service/sessionRequests.ts';
import type { SessionChange, SessionService } from '../../service/sessionService.ts';
import { parseJsonObject } from '../../core/text/parseJson.ts';

const scheme = 'session-scope-file';

/** Milliseconds between two readings of a document: a debug log may grow all the time. */
const refreshPause = 2000;

const problems: Readonly<Record<ExtraTextProblem, string>> = {
  'not-of-session': t('This address names no file of a session.'),
  missing: t('This file is no longer on disk.'),
  'not-a-regular-file': t('A link, folder or device stands in this file’s place; it is not opened.'),
  unreadable: t('This file cannot be read.'),
  'not-text': t('This file holds no text.'),
  'too-large': t('This file is too large to be shown.'),
};

/** The document's address. Its last part is what the tab shows and what tells the language. */
export function extraUri(sessionId: SessionId, file: ExtraFile): vscode.Uri {
  const names = tabNames(sessionId, file).map((name) => toSingleLine(name).replace(/[\\/]/g, '_'));
  const query = JSON.stringify({ sessionId, path: file.path });
  return vscode.Uri.from({ scheme, path: `/${names.join('/')}`, query });
}

function tabNames(sessionId: SessionId, file: ExtraFile): string[] {
  switch (file.kind) {
    case 'todos':
      return [todosAgentName(file, sessionId), `${t('Todos {0}', shortId(sessionId))}.txt`];
    case 'task':
      return [shortId(sessionId), `${taskName(file)}.txt`];
    case 'checkpoint':
      return [versionName(file), copiedFileName(file) ?? path.basename(file.path)];
    case 'tool-result':
    case 'debug-log':
    case 'session-file':
      return [path.basename(file.path)];
  }
}

export class ExtraDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #pending = new Set<SessionId>();
  readonly #subscription: vscode.Disposable;
  readonly #throttle = new Throttle(() => this.#flush());

  constructor(service: SessionService) {
    this.#service = service;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      service.onDidChange((change) => this.#collect(change)),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const target = targetOf(uri);
    const answer = target ? await this.#service.extraText(target.sessionId, target.path) : 'not-of-session';
    return typeof answer === 'string' ? `${problems[answer]}\n` : answer.text;
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #collect({ changed, removed }: SessionChange): void {
    for (const { sessionId } of openTargets())
      if (changed.has(sessionId) || removed.has(sessionId)) this.#pending.add(sessionId);
    if (this.#pending.size > 0) this.#throttle.schedule(refreshPause);
  }

  #flush(): void {
    for (const { sessionId, uri } of openTargets()) if (this.#pending.has(sessionId)) this.#changed.fire(uri);
    this.#pending.clear();
  }
}

interface Target {
  readonly sessionId: SessionId;
  readonly path: string;
}

function openTargets(): (Target & { readonly uri: vscode.Uri })[] {
  return vscode.workspace.textDocuments.flatMap(({ uri }) => {
    const target = uri.scheme === scheme ? targetOf(uri) : undefined;
    return target ? [{ ...target, uri }] : [];
  });
}

/**
 * Not trusted, since any extension can make such an address: the reader checks that the path is one of the session's
 * files.
 */
function targetOf(uri: vscode.Uri): Target | undefined {
  const { sessionId, path: file } = parseJsonObject(uri.query) ?? {};
  const id = parseSessionId(sessionId);
  return id === undefined || typeof file !== 'string' ? undefined : { sessionId: id, path: file };
}
