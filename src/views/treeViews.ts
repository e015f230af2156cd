/** The tree views of one start of the extension, whose IDs are free again once they are gone. */
import * as vscode from 'vscode';
import type { views } from '../host/contributions.ts';

export class TreeViews {
  readonly #views: vscode.TreeView<unknown>[] = [];

  /** The view ends with all others, not with its owner. */
  create<T>(id: (typeof views)[keyof typeof views], options: vscode.TreeViewOptions<T>): vscode.TreeView<T> {
    const view = vscode.window.createTreeView(id, options);
    this.#views.push(view);
    return view;
  }

  /**
   * Resolved when views of the same IDs may be created. Before 1.110, VS Code removes a view by its ID a moment after
   * `dispose`, so that one created in the meantime stays empty (microsoft/vscode#295996). `dispose` of a tree view
   * returns a promise in all versions, though the API does not say so.
   */
  async dispose(): Promise<void> {
    await Promise.allSettled(
      this.#views.map(async (view) => {
        await view.dispose();
      }),
    );
  }
}
