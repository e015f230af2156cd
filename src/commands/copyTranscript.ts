/**
 * Copies a transcript as Markdown: of the row it was called on, of the active editor, or of the session that is picked.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../host/surfaces.ts';
import { formatBytes } from '../core/text/format.ts';
import { TranscriptUnreadableError } from '../service/transcriptReader.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { logTarget } from './openLog.ts';

const shownFor = 4000;

export function copyTranscript(context: CommandContext): Handler {
  return async (argument) => {
    const active = argument === undefined ? context.transcripts.active : undefined;
    const target =
      active ?? (await logTarget(argument, context, t('Session whose transcript to copy: title, folder, or its ID')));
    if (target === undefined) return;
    try {
      const left = await context.transcripts.copy(target);
      if (left === 0) vscode.window.setStatusBarMessage(t('Transcript copied as Markdown'), shownFor);
      else
        void vscode.window.showInformationMessage(
          messageText(t('The end of the transcript was copied: {0} of the log lie before it.', formatBytes(left))),
        );
    } catch (error) {
      if (!(error instanceof TranscriptUnreadableError)) throw error;
      void vscode.window.showWarningMessage(messageText(error.message));
    }
  };
}
