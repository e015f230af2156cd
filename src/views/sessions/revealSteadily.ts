/** `TreeView.reveal` of a tree that may be about to change. */
import type * as vscode from 'vscode';
import { onDidSelectOther } from './otherSelection.ts';

const tries = 3;
/** Milliseconds that VS Code may take from the end of a reveal to the selection that it makes. */
const selectionTime = 1000;

export interface RevealedNode<T> {
  /** The node as the tree has it now; `undefined` once it has it no more. */
  readonly node: () => T | undefined;
  /** Whether a selected one is that node. */
  readonly isIt: (selected: T) => boolean;
  /** Whether two nodes, one of before a refresh, stand for the same. */
  readonly isSame: (a: T, b: T) => boolean;
}

/**
 * Reveals and selects a node; with `focus` it takes the focus and unfolds. While logs are read the tree is refreshed,
 * and VS Code then drops a reveal without an error: it is asked again. True: the node is selected, or a person selected
 * another one meanwhile. False: each reveal was dropped, or the tree has no such node.
 */
export async function revealSteadily<T>(
  view: vscode.TreeView<T>,
  { node, isIt, isSame }: RevealedNode<T>,
  { focus = true }: { readonly focus?: boolean } = {},
): Promise<boolean> {
  for (let count = 0; count < tries; count++) {
    const wanted = node();
    if (wanted === undefined) return false;
    const selection = new NextSelection(view, isSame);
    try {
      await view.reveal(wanted, { select: true, focus, expand: focus });
      if (view.selection.some(isIt) || (await selection.comes())) return true;
    } finally {
      selection.dispose();
    }
  }
  return false;
}

class NextSelection<T> {
  readonly #subscription: vscode.Disposable;
  #hasCome = false;
  #onCome = (): void => undefined;

  constructor(view: vscode.TreeView<T>, isSame: (a: T, b: T) => boolean) {
    this.#subscription = onDidSelectOther(view, isSame, () => {
      this.#hasCome = true;
      this.#onCome();
    });
  }

  /** Whether something was selected since this object was made, or is selected within `selectionTime` from now. */
  async comes(): Promise<boolean> {
    if (this.#hasCome) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), selectionTime);
      this.#onCome = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
