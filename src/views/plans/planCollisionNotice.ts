/** Says once that two live sessions have one plan file, where the settings ask for it. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { PlanCollision, SessionId } from '../../core/model.ts';
import { settings as settingIds } from '../../host/contributions.ts';
import type { Settings } from '../../host/settings.ts';
import { messageText } from '../../host/surfaces.ts';
import { isOfFolders } from '../../presentation/sessionTree.ts';
import type { PlanCollisions } from '../../service/liveCollisions.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { sayQuietly } from '../quietNotice.ts';
import type { ViewScope } from '../sessions/viewScope.ts';

interface NoticeParts {
  readonly collisions: PlanCollisions;
  readonly service: SessionService;
  readonly scope: ViewScope;
  readonly settings: Settings;
  readonly reveal: (id: SessionId) => Promise<void>;
}

export class PlanCollisionNotice implements vscode.Disposable {
  readonly #parts: NoticeParts;
  readonly #seen = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    this.#subscription = parts.collisions.onDidChange(() => {
      if (parts.settings.collisionNotice.value) for (const one of parts.collisions.value) this.#sayOnce(one);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #sayOnce({ path, sessions }: PlanCollision): void {
    const { service, scope } = this.#parts;
    const rows = sessions.flatMap((id) => service.rows.get(id) ?? []);
    const ofWindow = rows.find((row) => isOfFolders(row, scope.value));
    const key = `${path}\n${sessions.join()}`;
    if (ofWindow === undefined || this.#seen.has(key)) return;
    this.#seen.add(key);
    void this.#say(ofWindow.sessionId);
  }

  async #say(id: SessionId): Promise<void> {
    const sentence = messageText(
      t('Two live sessions have the same plan file: one may overwrite the plan of the other.'),
    );
    const chosen = await sayQuietly(sentence, [t('Show Session')], settingIds.collisionNotice);
    if (chosen !== undefined) await this.#parts.reveal(id);
  }
}
