/** `TreeView.reveal` of a tree that may be about to change. */
import type * as vscode from 'vscode';

const tries = 3;
/** Milliseconds that VS Code may take from the end of a reveal to the selection that it makes. */
const selectionTime = 1000;

/**
 * Reveals and selects a node. VS Code drops a reveal, without an error, when the tree is refreshed before it gets to the node, as it
 * is while logs are read: then it is asked again. `node` gives the node as the tree has it now, `undefined` once it has it no more;
 * `isIt` says whether a selected one is that node. Without the focus the node is not opened up either.
 */
export async function revealSteadily<T>(
  view: vscode.TreeView<T>,
  node: () => T | undefined,
  isIt: (selected: T) => boolean,
  { focus = true }: { readonly focus?: boolean } = {},
): Promise<void> {
  for (let count = 0; count < tries; count++) {
    const wanted = node();
    if (wanted === undefined) return;
    const selection = new NextSelection(view);
    try {
      await view.reveal(wanted, { select: true, focus, expand: focus });
      // Another node that is selected meanwhile is a person's choice.
      if (view.selection.some(isIt) || (await selection.comes())) return;
    } finally {
      selection.dispose();
    }
  }
}

class NextSelection<T> {
  readonly #subscription: vscode.Disposable;
  #hasCome = false;
  #onCome = (): void => undefined;

  constructor(view: vscode.TreeView<T>) {
    this.#subscription = view.onDidChangeSelection(({ selection }) => {
      if (selection.length === 0) return;
      this.#hasCome = true;
      this.#onCome();
    });
  }

  /** Whether something was selected since this was made, or is within the time that a selection takes. */
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
