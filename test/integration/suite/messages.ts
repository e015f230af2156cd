import * as vscode from 'vscode';

/**
 * Collects what the extension says in place of a message on screen, which a test run does not show. `restore` gets the
 * functions that end it.
 */
export function collectMessages(restore: (() => void)[]): string[] {
  const said: string[] = [];
  for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
    const original = vscode.window[name];
    vscode.window[name] = (text: string) => Promise.resolve(void said.push(text)) as never;
    restore.push(() => (vscode.window[name] = original));
  }
  return said;
}
