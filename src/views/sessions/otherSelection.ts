/** `onDidChangeSelection` of a tree without what VS Code selects again by itself. */
import type * as vscode from 'vscode';

/**
 * Calls `listener` with the selection each time that something else is selected. VS Code also tells of a selection that
 * it makes again, as when the tree was refreshed, and of one that ends. `isSame`: whether two nodes, one of them
 * perhaps from before a refresh, stand for the same.
 */
export function onDidSelectOther<T>(
  view: Pick<vscode.TreeView<T>, 'selection' | 'onDidChangeSelection'>,
  isSame: (a: T, b: T) => boolean,
  listener: (selection: readonly T[]) => void,
): vscode.Disposable {
  let before = view.selection;
  return view.onDidChangeSelection(({ selection }) => {
    if (selection.length === 0) return;
    const isAgain = selection.every((one) => before.some((old) => isSame(old, one)));
    before = selection;
    if (!isAgain) listener(selection);
  });
}
