/** A plan in VS Code's preview, which goes back to source before it would load anything from the network. */
import * as vscode from 'vscode';
import { statusText } from '../host/surfaces.ts';

/** The built-in Markdown extension's editor for rendered files. */
const markdownPreview = 'vscode.markdown.preview.editor';
const shownFor = 8000;

/** Plans in a preview that this window opened, by URI. */
const open = new Map<string, vscode.Disposable>();

/** Shows the plan rendered, for as long as `mayLoad` says of its text that nothing of it comes from elsewhere. */
export async function showPlanPreview(
  uri: vscode.Uri,
  options: vscode.TextDocumentShowOptions,
  mayLoad: (text: string) => boolean,
): Promise<void> {
  follow(uri, mayLoad);
  await vscode.commands.executeCommand('vscode.openWith', uri, markdownPreview, options);
}

/**
 * VS Code tells all extensions of a change before its preview renders it, and closing the tab is asked for at once: what
 * the preview makes of the new text comes behind that, to an editor that is gone. Unsaved text is a person's own.
 */
function follow(uri: vscode.Uri, mayLoad: (text: string) => boolean): void {
  const key = uri.toString();
  open.get(key)?.dispose();
  let isRefused = false;
  const check = (document: vscode.TextDocument): void => {
    if (document.uri.toString() !== key || document.isDirty) return;
    isRefused = mayLoad(document.getText());
    if (isRefused) void backToSource(uri);
  };
  const followed = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
      if (isRefused && opened.some((tab) => isPreviewOf(tab, key))) void backToSource(uri);
      if (!closed.some((tab) => isPreviewOf(tab, key)) || previewsOf(key).length > 0) return;
      followed.dispose();
      if (open.get(key) === followed) open.delete(key);
    }),
  );
  open.set(key, followed);
}

async function backToSource(uri: vscode.Uri): Promise<void> {
  const previews = previewsOf(uri.toString());
  if (previews.length === 0) return;
  const [viewColumn] = previews.map(({ group }) => group.viewColumn);
  await vscode.window.tabGroups.close(previews, true);
  const sentence = 'This plan is shown as source now: its preview could load content from the network';
  vscode.window.setStatusBarMessage(statusText(sentence), shownFor);
  await vscode.commands.executeCommand('vscode.open', uri, { viewColumn, preserveFocus: true, preview: true });
}

function previewsOf(key: string): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => isPreviewOf(tab, key)));
}

function isPreviewOf({ input }: vscode.Tab, key: string): boolean {
  return input instanceof vscode.TabInputCustom && input.viewType === markdownPreview && input.uri.toString() === key;
}
