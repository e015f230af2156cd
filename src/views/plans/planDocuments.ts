/** Versions of plans as read-only documents, as the session's logs have them. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseSessionId } from '../../core/text/ids.ts';
import type { Plan, SessionId } from '../../core/model.ts';
import { parseJsonObject } from '../../core/text/parseJson.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import type { SessionService } from '../../service/sessionService.ts';

const scheme = 'session-scope-plan';

/** The document's address. Its last part is what the tab shows and what tells the language. */
export function planVersionUri(
  sessionId: SessionId,
  { slug, path }: Pick<Plan, 'slug' | 'path'>,
  version: number,
): vscode.Uri {
  const name = toSingleLine(slug).replace(/[\\/]/g, '_');
  const query = JSON.stringify({ sessionId, path, version });
  return vscode.Uri.from({ scheme, path: `/${t('{0} (version {1}, as logged)', name, version)}.md`, query });
}

/** The session that such an address names; `undefined` for any other address. */
export function sessionOfPlanVersion(uri: vscode.Uri): SessionId | undefined {
  return uri.scheme === scheme ? parseSessionId(parseJsonObject(uri.query)?.['sessionId']) : undefined;
}

/** What a log says of a version does not change, so that a document is read once. */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #service: SessionService;
  readonly #registration: vscode.Disposable;

  constructor(service: SessionService) {
    this.#service = service;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Any extension can make such an address: the worker looks the path up among the session's plans. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { sessionId, path: file, version } = parseJsonObject(uri.query) ?? {};
    const id = parseSessionId(sessionId);
    if (id === undefined || typeof file !== 'string' || typeof version !== 'number')
      return `${t('This address names no version of a plan.')}\n`;
    const found = await this.#service.planVersion(id, file, version);
    return found?.text ?? `${t('The log of the session no longer says what this version of the plan was.')}\n`;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
