/**
 * Copies a transcript as Markdown: of the row it was called on, of the active editor, or of the session that is picked.
 */
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
      active ?? (await logTarget(argument, context, 'Session whose transcript to copy: title, folder, or its ID'));
    if (target === undefined) return;
    try {
      const left = await context.transcripts.copy(target);
      if (left === 0) vscode.window.setStatusBarMessage('Transcript copied as Markdown', shownFor);
      else
        void vscode.window.showInformationMessage(
          messageText(`The end of the transcript was copied: ${formatBytes(left)} of the log lie before it.`),
        );
    } catch (error) {
      if (!(error instanceof TranscriptUnreadableError)) throw error;
      void vscode.window.showWarningMessage(messageText(error.message));
    }
  };
}
