/** The number of sessions that wait for a person, on the view's icon, where the settings ask for it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText } from '../../host/surfaces.ts';
import { formatPlural } from '../../core/text/format.ts';
import { waitingSessions } from '../../presentation/waitingSessions.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { Settings } from '../../host/settings.ts';
import type { ViewScope } from './viewScope.ts';

/** What shows a badge: a tree view. */
interface Badged {
  badge?: vscode.ViewBadge | undefined;
}

export class WaitingBadge implements vscode.Disposable {
  readonly #view: Badged;
  readonly #service: SessionService;
  readonly #scope: ViewScope;
  readonly #settings: Settings;
  readonly #subscription: vscode.Disposable;

  constructor(view: Badged, service: SessionService, scope: ViewScope, settings: Settings) {
    this.#view = view;
    this.#service = service;
    this.#scope = scope;
    this.#settings = settings;
    const show = (): void => this.#show();
    this.#subscription = vscode.Disposable.from(
      service.onDidChange(show),
      scope.onDidChange(show),
      settings.showBadge.onDidChange(show),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #show(): void {
    const value = this.#settings.showBadge.value
      ? waitingSessions(this.#service.rows.values(), this.#scope.value).length
      : 0;
    if (value === (this.#view.badge?.value ?? 0)) return;
    const tooltip = labelText(formatPlural(value, t('1 session waits for you'), t('{0} sessions wait for you')));
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
