/** A badge on the rows of live sessions that may write each other's plan file. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { sessionOfUri, sessionUri } from '../sessions/sessionUri.ts';
import type { PlanCollisions } from '../../service/liveCollisions.ts';

export class PlanCollisionBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  #sessions: ReadonlySet<SessionId> = new Set();

  constructor(collisions: PlanCollisions) {
    this.#subscription = vscode.Disposable.from(
      collisions.onDidChange((touched) => {
        this.#sessions = new Set(collisions.value.flatMap(({ sessions }) => sessions));
        this.#changed.fire([...touched].map(sessionUri));
      }),
      vscode.window.registerFileDecorationProvider(this),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const id = sessionOfUri(uri);
    if (id === undefined || !this.#sessions.has(id)) return undefined;
    const color = new vscode.ThemeColor('list.warningForeground');
    return new vscode.FileDecoration('!', t('Another live session has the same plan file'), color);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
