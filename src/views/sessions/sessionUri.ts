/** The URI of a session's row: what decorations of the row are asked by. It opens nothing. */
import * as vscode from 'vscode';
import { parseSessionId } from '../../core/text/ids.ts';
import type { SessionId } from '../../core/model.ts';

const scheme = 'session-scope-session';

export function sessionUri(id: SessionId): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}` });
}

/** The session whose row has this URI; `undefined` for any other one. */
export function sessionOfUri(uri: vscode.Uri): SessionId | undefined {
  return uri.scheme === scheme ? parseSessionId(uri.path.slice(1)) : undefined;
}
