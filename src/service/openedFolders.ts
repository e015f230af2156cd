/** The folders open in this window, with what else counts as the same project. */
import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { OpenedFolder } from '../presentation/folderOfSession.ts';

/** Toplevels of all worktrees of the repository that a folder lies in. */
export type WorktreesOf = (folder: string) => Promise<readonly string[]>;

export class OpenedFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #worktreesOf: WorktreesOf;
  readonly #subscription: vscode.Disposable;
  #value: readonly OpenedFolder[];
  #updates = 0;

  constructor(worktreesOf: WorktreesOf) {
    this.#worktreesOf = worktreesOf;
    this.#value = localFolders().map((folder) => ({ folder, related: [] }));
    this.#subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.update());
  }

  /** Their own paths at once; real paths and worktrees follow with an event. */
  get value(): readonly OpenedFolder[] {
    return this.#value;
  }

  /** Looks up worktrees again: they come and go without an event. */
  async update(): Promise<void> {
    const update = ++this.#updates;
    const value = await Promise.all(localFolders().map((folder) => this.#withRelated(folder)));
    if (update !== this.#updates || JSON.stringify(value) === JSON.stringify(this.#value)) return;
    this.#value = value;
    this.#changed.fire();
  }

  dispose(): void {
    this.#updates++;
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #withRelated(folder: string): Promise<OpenedFolder> {
    // A folder that is gone or unreadable still stands for the sessions that name it.
    const real = await realpath(folder).catch(() => folder);
    const worktrees = await this.#worktreesOf(folder).catch(() => []);
    return { folder, related: [real, ...worktrees] };
  }
}

/** Folders of other schemes lie on no disk that a session can run on. */
export function localFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
