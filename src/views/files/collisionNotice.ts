/** One quiet notice where two live sessions change a file of the opened folders. */
import * as vscode from 'vscode';
import { commands, settings as ids } from '../../host/contributions.ts';
import type { Settings } from '../../host/settings.ts';
import { folderBelow } from '../../presentation/fileRowText.ts';
import { keyOf, type LiveCollisions } from '../../service/liveCollisions.ts';
import { localFolders } from '../../service/openedFolders.ts';

export class CollisionNotice implements vscode.Disposable {
  readonly #collisions: LiveCollisions;
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;
  /** What was told in this window. */
  readonly #seen = new Set<string>();
  #isShown = false;

  constructor(collisions: LiveCollisions, settings: Settings) {
    this.#collisions = collisions;
    this.#settings = settings;
    this.#subscription = collisions.onDidChange(() => void this.#tell());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Each pair of sessions on a file once, and never two notices at a time. The words are fixed: a path is from a log. */
  async #tell(): Promise<void> {
    if (!this.#settings.collisionNotice.value || this.#isShown) return;
    const fresh = this.#collisions.value.filter((one) => isHere(one.path) && !this.#seen.has(keyOf(one)));
    const [first] = fresh;
    if (first === undefined) return;
    for (const one of fresh) this.#seen.add(keyOf(one));
    this.#isShown = true;
    const answer = await vscode.window.showInformationMessage(
      'Two live sessions changed the same file.',
      'Show',
      "Don't Show Again",
    );
    this.#isShown = false;
    if (answer === 'Show') await vscode.commands.executeCommand(commands.whichSession, vscode.Uri.file(first.path));
    if (answer === "Don't Show Again")
      await vscode.workspace.getConfiguration().update(ids.collisionNotice, false, vscode.ConfigurationTarget.Global);
  }
}

/** Whether a path lies in an opened folder, by its text alone. */
function isHere(file: string): boolean {
  return folderBelow(file, localFolders(), '') !== folderBelow(file, [], '');
}
