/** The view of other machines: there only while the settings name some. */
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { contextKeys, views } from '../../host/contributions.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { ContextKeys } from '../sessions/contextKeys.ts';
import type { TreeViews } from '../treeViews.ts';
import { HostDocuments } from './hostDocuments.ts';
import { HostsTreeDataProvider } from './hostsTreeDataProvider.ts';

export class HostsView implements vscode.Disposable {
  readonly #provider: HostsTreeDataProvider;
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, settings: Settings, trees: TreeViews, keys: ContextKeys, log: Log) {
    const provider = new HostsTreeDataProvider(service, settings, log);
    this.#provider = provider;
    const view = trees.create(views.hosts, { treeDataProvider: provider, showCollapseAll: true });
    const show = (): void => keys.set(contextKeys.hasHosts, settings.hosts.value.length > 0);
    const documents = new HostDocuments(service, settings);
    this.#subscription = vscode.Disposable.from(
      provider,
      documents,
      provider.onDidAnswer((host) => documents.answered(host)),
      view.onDidCollapseElement(({ element }) => provider.collapsed(element)),
      settings.hosts.onDidChange(show),
    );
    show();
  }

  /** The session of a row that a command was given. */
  sessionOf(argument: unknown): SessionId | undefined {
    return this.#provider.sessionOf(argument);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
