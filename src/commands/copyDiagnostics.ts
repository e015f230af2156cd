import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { statusText } from '../host/surfaces.ts';
import type { CommandContext, Handler } from './commandContext.ts';

const shownFor = 4000;

/** Puts on the clipboard what a report of a defect asks for. */
export function copyDiagnostics({ diagnostics }: CommandContext): Handler {
  return async () => {
    await vscode.env.clipboard.writeText(await diagnostics.text());
    vscode.window.setStatusBarMessage(
      statusText(t('Copied diagnostics: no titles, no texts, no project names')),
      shownFor,
    );
  };
}
