/** The file in front of a person. */
import * as vscode from 'vscode';

/** In a text editor, or rendered in a preview or a transcript, where it lies on this disk. */
export function frontFile(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = input instanceof vscode.TabInputCustom ? input.uri : vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
