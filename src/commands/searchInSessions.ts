/** Full text over sessions: what to look for, and where a hit opens. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandContext, Handler } from './commandContext.ts';

/** Asks for a text; that of the editor's selection is preset, else the one before. */
export function searchInSessions({ search }: CommandContext): Handler {
  return async (argument) => {
    const text = typeof argument === 'string' ? argument : await askForText(search.text);
    if (text !== undefined && text.trim() !== '') await search.search(text);
  };
}

/** The same search, in what the files say now. */
export function refreshSearch({ search }: CommandContext): Handler {
  return async () => {
    if (search.text !== '') await search.search(search.text);
  };
}

export function stopSearch({ search }: CommandContext): Handler {
  return () => search.stop();
}

export function clearSearch({ search }: CommandContext): Handler {
  return () => search.clear();
}

/** The transcript at the entry, with the text marked; a plan or a file of scratch at its line. */
export function openSearchHit({ search, transcripts }: CommandContext): Handler {
  return async (argument) => {
    const hit = search.hitOf(argument);
    if (hit === undefined) return;
    const { evidence, key, sessionId, source } = hit;
    if (source === 'log' || source === 'agent-log') {
      transcripts.open({ path: evidence.file, sessionId, reveal: { offset: evidence.offset, key, find: search.text } });
      return;
    }
    const start = new vscode.Position(evidence.line - 1, 0);
    const options = { preview: true, selection: new vscode.Range(start, start) };
    await vscode.window.showTextDocument(vscode.Uri.file(evidence.file), options);
  };
}

async function askForText(before: string): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.selection.isSingleLine === true ? editor.document.getText(editor.selection) : '';
  return vscode.window.showInputBox({
    title: t('Search in Sessions'),
    prompt: t('Looks through session logs, agent logs, plans and scratch, whatever the case'),
    placeHolder: t('Text to find'),
    value: selected.trim() === '' ? before : selected.slice(0, 200),
  });
}
