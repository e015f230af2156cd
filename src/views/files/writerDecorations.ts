/** Which session changed a file since its last commit, as a badge on the file, where the settings ask for it. */
import * as vscode from 'vscode';
import type { Settings } from '../../host/settings.ts';
import { labelText } from '../../host/surfaces.ts';
import { writersBadge, writersTooltip } from '../../presentation/writerWords.ts';
import type { WorkspaceChanges, WorkspaceFile } from '../../service/changedFiles.ts';

export class WriterDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #changes: WorkspaceChanges;
  readonly #settings: Settings;
  readonly #byPath = new WeakMap<readonly WorkspaceFile[], ReadonlyMap<string, WorkspaceFile>>();
  readonly #subscription: vscode.Disposable;
  #registration: vscode.Disposable | undefined;

  constructor(changes: WorkspaceChanges, settings: Settings) {
    this.#changes = changes;
    this.#settings = settings;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      settings.fileDecorations.onDidChange(() => this.#register()),
      changes.onDidChange(() => this.#changed.fire(undefined)),
    );
    this.#register();
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    if (uri.scheme !== 'file') return undefined;
    const files = await this.#changes.read();
    let byPath = this.#byPath.get(files);
    if (byPath === undefined) this.#byPath.set(files, (byPath = new Map(files.map((file) => [file.path, file]))));
    const sessions = byPath.get(uri.fsPath)?.sessions ?? [];
    const badge = writersBadge(sessions);
    return badge === undefined ? undefined : { badge, tooltip: labelText(writersTooltip(sessions)) };
  }

  dispose(): void {
    this.#registration?.dispose();
    this.#subscription.dispose();
  }

  #register(): void {
    this.#registration?.dispose();
    this.#registration = this.#settings.fileDecorations.value
      ? vscode.window.registerFileDecorationProvider(this)
      : undefined;
  }
}
