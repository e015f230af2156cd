/** Plans in VS Code's preview, which go back to source before the preview would load anything from the network. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { statusText } from '../../host/surfaces.ts';

/** The built-in Markdown extension's editor for rendered files. VS Code opens it again with its window. */
const markdownPreview = 'vscode.markdown.preview.editor';
const shownFor = 8000;
/** Bytes; a longer file is not read only to be looked through. */
const longestRendered = 1024 * 1024;
/** Where the workspace's state has the URIs of plans that are open in a preview. */
const stateKey = 'planPreviews';

type MayLoad = (text: string) => boolean;

export class PlanPreviews implements vscode.Disposable {
  readonly #state: vscode.Memento;
  /** By URI. */
  readonly #followed = new Map<string, vscode.Disposable>();

  /** `state`: of the workspace. The previews that VS Code opened again with the window are looked through at once. */
  constructor(state: vscode.Memento) {
    this.#state = state;
    const uris = state.get<readonly string[]>(stateKey, []).filter((uri) => previewsOf(uri).length > 0);
    for (const uri of uris) void this.#lookThrough(vscode.Uri.parse(uri));
  }

  dispose(): void {
    for (const followed of this.#followed.values()) followed.dispose();
    this.#followed.clear();
  }

  /** Shows a plan rendered, for as long as nothing of its text comes from elsewhere; else its source, and why. */
  async show(uri: vscode.Uri, options: vscode.TextDocumentShowOptions): Promise<void> {
    const mayLoad = await loadMayLoad();
    const reason = await reasonForSource(uri, mayLoad);
    if (reason === undefined) {
      this.#follow(uri, mayLoad);
      await vscode.commands.executeCommand('vscode.openWith', uri, markdownPreview, options);
      return;
    }
    vscode.window.setStatusBarMessage(statusText(reason), shownFor);
    await vscode.commands.executeCommand('vscode.open', uri, options);
  }

  async #lookThrough(uri: vscode.Uri): Promise<void> {
    const mayLoad = await loadMayLoad();
    this.#follow(uri, mayLoad);
    // A plan that is gone renders nothing.
    const reason = await reasonForSource(uri, mayLoad).catch(() => undefined);
    if (reason !== undefined) await backToSource(uri);
  }

  /**
   * Looks through the plan at each change. VS Code tells extensions of a change before its preview renders it, so that
   * the tab is closed by the time the new text arrives. Unsaved text is a person's own, and is not looked through.
   */
  #follow(uri: vscode.Uri, mayLoad: MayLoad): void {
    const key = uri.toString();
    this.#followed.get(key)?.dispose();
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
        if (this.#followed.get(key) === followed) this.#followed.delete(key);
        this.#save();
      }),
    );
    this.#followed.set(key, followed);
    this.#save();
  }

  #save(): void {
    void this.#state.update(stateKey, [...this.#followed.keys()]);
  }
}

/** Loaded with the first plan: a window without one never needs the parser. */
async function loadMayLoad(): Promise<MayLoad> {
  const { mayLoadRemoteContent } = await import('../../presentation/remoteContent.ts');
  return (text) => text.length > longestRendered || mayLoadRemoteContent(text);
}

/** Why a plan opens as source, in one sentence. An agent wrote its text, and the preview loads what that names. */
async function reasonForSource(uri: vscode.Uri, mayLoad: MayLoad): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) return t('In Restricted Mode plans open as source');
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size <= longestRendered && !mayLoad((await vscode.workspace.openTextDocument(uri)).getText())) return undefined;
  return t('This plan opens as source: its preview could load content from the network');
}

async function backToSource(uri: vscode.Uri): Promise<void> {
  const previews = previewsOf(uri.toString());
  if (previews.length === 0) return;
  const [viewColumn] = previews.map(({ group }) => group.viewColumn);
  await vscode.window.tabGroups.close(previews, true);
  const sentence = t('This plan is shown as source now: its preview could load content from the network');
  vscode.window.setStatusBarMessage(statusText(sentence), shownFor);
  await vscode.commands.executeCommand('vscode.open', uri, { viewColumn, preserveFocus: true, preview: true });
}

function previewsOf(key: string): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter((tab) => isPreviewOf(tab, key)));
}

function isPreviewOf({ input }: vscode.Tab, key: string): boolean {
  return input instanceof vscode.TabInputCustom && input.viewType === markdownPreview && input.uri.toString() === key;
}
