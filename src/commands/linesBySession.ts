/** Which call wrote which line, beside the lines of the file in front. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../host/surfaces.ts';
import { chainStartWords, hasWriters } from '../presentation/blameWords.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { whileReading } from './whileReading.ts';

export function toggleLinesBySession({ service, files: { linesBySession } }: CommandContext): Handler {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.scheme !== 'file') return say(t('No text editor with a file of this disk is in front.'));
    const { document } = editor;
    if (linesBySession.has(document)) return linesBySession.hide(document);
    if (document.isDirty)
      return say(t('The file has changes that are not saved: its lines are told as they are on disk.'));
    const blame = await whileReading(() => service.files.blameOf(document.uri.fsPath));
    if (blame === undefined) return say(t('This is no text file of at most 8 MB that can be read.'));
    if (!hasWriters(blame)) return say(`${t('No log proves who wrote these lines.')} ${chainStartWords[blame.start]}`);
    // Meanwhile it may have been closed or typed into.
    if (!document.isClosed && !document.isDirty) linesBySession.show(document, blame);
  };
}

/** Opens the transcript at the call that wrote the line of the cursor. */
export function showCallOfLine({ files: { linesBySession }, transcripts }: CommandContext): Handler {
  return () => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !linesBySession.has(editor.document)) {
      return say(t('Show the lines by session first: Toggle Lines by Session.'));
    }
    const change = linesBySession.changeOf(editor.document, editor.selection.active.line + 1);
    if (change === undefined) return say(t('Nothing proves who wrote this line.'));
    const { evidence, sessionId } = change;
    transcripts.open({ path: evidence.file, sessionId, reveal: { offset: evidence.offset } });
  };
}

function say(sentence: string): void {
  void vscode.window.showInformationMessage(messageText(sentence));
}
