/** Says once that two live sessions have one plan file, where the settings ask for it. */
import * as vscode from 'vscode';
import type { PlanCollision, SessionId } from '../../core/model.ts';
import { settings as ids } from '../../host/contributions.ts';
import type { Settings } from '../../host/settings.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ViewScope } from '../sessions/viewScope.ts';
import type { PlanCollisions } from './planCollisions.ts';

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
    this.#subscription = parts.collisions.onDidChange((now) => {
      if (parts.settings.collisionNotice.value) for (const one of now) this.#sayOnce(one);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #sayOnce({ path, sessions }: PlanCollision): void {
    const { service, scope } = this.#parts;
    const { allProjects, folderOf } = scope.value;
    const rows = sessions.flatMap((id) => service.rows.get(id) ?? []);
    const isOfWindow = rows.some((row) => allProjects || folderOf(row) !== undefined);
    const key = `${path}\n${sessions.join()}`;
    if (!isOfWindow || this.#seen.has(key)) return;
    this.#seen.add(key);
    void this.#say(sessions);
  }

  async #say([first]: readonly SessionId[]): Promise<void> {
    const answer = await vscode.window.showInformationMessage(
      'Two live sessions have the same plan file: one may overwrite the plan of the other.',
      'Show Session',
      "Don't Show Again",
    );
    if (answer === 'Show Session' && first !== undefined) await this.#parts.reveal(first);
    if (answer === "Don't Show Again") {
      await vscode.workspace.getConfiguration().update(ids.collisionNotice, false, vscode.ConfigurationTarget.Global);
    }
  }
}
