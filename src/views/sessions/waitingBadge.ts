/** The number of sessions that wait for a person, on the view's icon, where the settings ask for it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText } from '../../host/surfaces.ts';
import { formatPlural } from '../../core/text/format.ts';
import type { Settings } from '../../host/settings.ts';
import type { WaitingSessions } from './waitingSessions.ts';

/** What shows a badge: a tree view. */
interface Badged {
  badge?: vscode.ViewBadge | undefined;
}

export class WaitingBadge implements vscode.Disposable {
  readonly #view: Badged;
  readonly #waiting: WaitingSessions;
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;

  constructor(view: Badged, waiting: WaitingSessions, settings: Settings) {
    this.#view = view;
    this.#waiting = waiting;
    this.#settings = settings;
    const show = (): void => this.#show();
    this.#subscription = vscode.Disposable.from(waiting.onDidChange(show), settings.showBadge.onDidChange(show));
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #show(): void {
    const value = this.#settings.showBadge.value ? this.#waiting.shown.length : 0;
    if (value === (this.#view.badge?.value ?? 0)) return;
    const tooltip = labelText(formatPlural(value, t('1 session waits for you'), t('{0} sessions wait for you')));
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
