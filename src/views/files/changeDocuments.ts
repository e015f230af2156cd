/** What sessions wrote, as read-only documents: the text of a file before and after a change, as a log has it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseSessionId } from '../../core/text/ids.ts';
import type { SessionId } from '../../core/model.ts';
import { parseJsonObject } from '../../core/text/parseJson.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import type { ChangePlace } from '../../service/fileRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';

const scheme = 'session-scope-change';

/** One side of a change. `name` is what the tab shows, and its end tells the language. */
export function changeUri(
  sessionId: SessionId,
  name: string,
  place: ChangePlace,
  side: 'before' | 'after',
): vscode.Uri {
  const { log, offset, toolUseId } = place;
  return iconUri(name).with({ query: JSON.stringify({ sessionId, log, offset, toolUseId, side }) });
}

/** An address that only tells which icon a file of this name has. */
export function iconUri(name: string): vscode.Uri {
  const names = name.split(/[\\/]/).map((one) => toSingleLine(one));
  return vscode.Uri.from({ scheme, path: `/${names.filter(Boolean).join('/')}` });
}

/** What a log says of a change stays, so that a document is read once. */
export class ChangeDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #service: SessionService;
  readonly #registration: vscode.Disposable;

  constructor(service: SessionService) {
    this.#service = service;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Any extension can make such an address: the worker reads nothing but logs of the session that it names. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { sessionId, log, offset, toolUseId, side } = parseJsonObject(uri.query) ?? {};
    const id = parseSessionId(sessionId);
    const isPlace = typeof log === 'string' && Number.isSafeInteger(offset) && typeof toolUseId === 'string';
    if (id === undefined || !isPlace || (side !== 'before' && side !== 'after'))
      return `${t('This address names no change of a session.')}\n`;
    const place = { log, offset: offset as number, toolUseId };
    const text = await this.#service.files.loggedSide(id, place, side);
    return text ?? `${t('The log of the session no longer holds this text.')}\n`;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
