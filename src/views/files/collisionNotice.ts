/** One quiet notice where two live sessions change a file of the opened folders. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands, settings as settingIds } from '../../host/contributions.ts';
import type { Settings } from '../../host/settings.ts';
import { messageText } from '../../host/surfaces.ts';
import { collisionSentence } from '../../presentation/collisionWords.ts';
import { isInOneOf } from '../../presentation/fileRowText.ts';
import type { FileCollisions } from '../../service/liveCollisions.ts';
import { localFolders } from '../../service/openedFolders.ts';
import { sayQuietly } from '../quietNotice.ts';

export class CollisionNotice implements vscode.Disposable {
  readonly #collisions: FileCollisions;
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;
  /** What was told in this window. */
  readonly #told = new Set<string>();
  #isShown = false;

  constructor(collisions: FileCollisions, settings: Settings) {
    this.#collisions = collisions;
    this.#settings = settings;
    this.#subscription = collisions.onDidChange(() => void this.#tell());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Each session on each file once, and never two notices at a time. */
  async #tell(): Promise<void> {
    if (!this.#settings.collisionNotice.value || this.#isShown) return;
    const fresh = this.#collisions.value.filter((one) => {
      return isInOneOf(one.path, localFolders()) && this.#collisions.keysOf(one).some((key) => !this.#told.has(key));
    });
    const [first] = fresh;
    const sentence = collisionSentence(fresh);
    if (first === undefined || sentence === undefined) return;
    for (const key of fresh.flatMap((one) => this.#collisions.keysOf(one))) this.#told.add(key);
    this.#isShown = true;
    const chosen = await sayQuietly(messageText(sentence), [t('Show')], settingIds.collisionNotice).finally(
      () => (this.#isShown = false),
    );
    if (chosen !== undefined) await vscode.commands.executeCommand(commands.whichSession, vscode.Uri.file(first.path));
    await this.#tell();
  }
}
