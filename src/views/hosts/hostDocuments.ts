/** Plans and transcripts of other machines as read-only documents, asked for when one is opened. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { shortId, parseSessionId } from '../../core/text/ids.ts';
import type { SessionId } from '../../core/model.ts';
import { parseJsonObject } from '../../core/text/parseJson.ts';
import type { Settings } from '../../host/settings.ts';
import { hostProblemSentence } from '../../presentation/hostWords.ts';
import type { HostText } from '../../service/hostRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';

const scheme = 'session-scope-host';

/** The document's address. Its last part is what the tab shows and what tells the language. */
export function hostTextUri(host: string, sessionId: SessionId, what: HostText): vscode.Uri {
  const query = JSON.stringify({ host, sessionId, what });
  return vscode.Uri.from({ scheme, path: `/${host}/${what} ${shortId(sessionId)} (${host}).md`, query });
}

export class HostDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;
  /** Documents that say why there is no text, by their addresses. */
  readonly #failed = new Map<string, { readonly uri: vscode.Uri; readonly host: string }>();

  constructor(service: SessionService, settings: Settings) {
    this.#service = service;
    this.#settings = settings;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.shown(editor.document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#failed.delete(uri.toString())),
    );
  }

  /** A machine has answered: what failed there is asked for anew. */
  answered(host: string): void {
    for (const one of this.#failed.values()) if (one.host === host) this.#changed.fire(one.uri);
  }

  /** The same for a document that comes to the front again. */
  shown(uri: vscode.Uri): void {
    if (this.#failed.has(uri.toString())) this.#changed.fire(uri);
  }

  /** Any extension can make such an address: only machines that the settings name are asked, about an ID. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { host, sessionId, what } = parseJsonObject(uri.query) ?? {};
    const id = parseSessionId(sessionId);
    const named = this.#settings.hosts.value.find((one) => one === host);
    if (id === undefined || named === undefined || (what !== 'plan' && what !== 'transcript'))
      return `${t('This address names no session of a machine that the settings name.')}\n`;
    const answer = await this.#service.hosts.hostText(named, id, what);
    if (typeof answer === 'string') {
      this.#failed.delete(uri.toString());
      return answer;
    }
    this.#failed.set(uri.toString(), { uri, host: named });
    return `${hostProblemSentence(answer.problem, answer.said)}\n`;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
