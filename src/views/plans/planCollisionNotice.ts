/** Says once that two live sessions have one plan file, where the settings ask for it. */
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { settings as ids } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { errorMessage } from '../../core/text/errorText.ts';
import type { ViewScope } from '../sessions/viewScope.ts';

/** Milliseconds: rows change with each entry, plans seldom. */
const pause = 5000;

interface NoticeParts {
  readonly service: SessionService;
  readonly scope: ViewScope;
  readonly settings: Settings;
  readonly reveal: (id: SessionId) => Promise<void>;
  readonly log: Log;
}

export class PlanCollisionNotice implements vscode.Disposable {
  readonly #parts: NoticeParts;
  readonly #seen = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    this.#subscription = parts.service.onDidChange(({ changed }) => {
      const { rows } = parts.service;
      const isLive = [...changed].some((id) => rows.get(id)?.state !== undefined);
      if (isLive && parts.settings.warnOfSharedPlans.value) this.#timer ??= setTimeout(() => void this.#look(), pause);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    const { service, scope, log } = this.#parts;
    try {
      for (const { path, sessions } of await service.planCollisions()) {
        const rows = sessions.flatMap((id) => service.rows.get(id) ?? []);
        const isOfWindow = rows.some((row) => scope.value.allProjects || scope.value.folderOf(row) !== undefined);
        const key = `${path}\n${sessions.join()}`;
        if (!isOfWindow || this.#seen.has(key)) continue;
        this.#seen.add(key);
        void this.#say(sessions);
      }
    } catch (error) {
      log.debug(`plans of live sessions were not compared: ${errorMessage(error)}`);
    }
  }

  async #say([first]: readonly SessionId[]): Promise<void> {
    const answer = await vscode.window.showInformationMessage(
      'Two live sessions have the same plan file: one may overwrite the plan of the other.',
      'Show Session',
      'Don’t Show Again',
    );
    if (answer === 'Show Session' && first !== undefined) await this.#parts.reveal(first);
    if (answer === 'Don’t Show Again') {
      await vscode.workspace.getConfiguration().update(ids.warnOfSharedPlans, false, vscode.ConfigurationTarget.Global);
    }
  }
}
