/** Links `…/show?session=<session ID>`: they show a session in the side bar, and do nothing else. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseSessionId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import { messageText } from '../host/surfaces.ts';
import type { SessionService } from '../service/sessionService.ts';
import type { SessionsView } from '../views/sessions/sessionsView.ts';

/** The session that a link names; `undefined` for every other link. Anybody can write one. */
export function sessionOfLink({
  path,
  query,
  fragment,
}: Pick<vscode.Uri, 'path' | 'query' | 'fragment'>): SessionId | undefined {
  const named = /^session=([0-9a-fA-F-]{36})$/.exec(query)?.[1];
  return path === '/show' && fragment === '' ? parseSessionId(named) : undefined;
}

export interface LinkTarget {
  readonly service: SessionService;
  readonly sessions: SessionsView;
}

export function registerLinks(target: () => LinkTarget | undefined): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      const id = sessionOfLink(uri);
      const shown = target();
      if (id === undefined || shown === undefined) {
        void vscode.window.showWarningMessage(t('This link names no session.'));
        return;
      }
      await indexed(shown.service);
      if (shown.service.rows.has(id)) await shown.sessions.reveal(id);
      else void vscode.window.showInformationMessage(messageText(t('No session {0} is on this machine.', id)));
    },
  });
}

/** Resolves when the logs have been read once. */
function indexed(service: SessionService): Promise<void> {
  if (service.status.phase !== 'indexing') return Promise.resolve();
  return new Promise((resolve) => {
    const waiting = service.onDidChangeStatus(({ phase }) => {
      if (phase === 'indexing') return;
      waiting.dispose();
      resolve();
    });
  });
}
