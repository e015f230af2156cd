/**
 * What the extension found and what it passed over, as a read-only document: files and counts, never what a log says.
 */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { formatNumber } from '../core/text/format.ts';
import type { DamagedLog, SessionRow } from '../core/model.ts';
import { rootConditionWords, type LookedAt } from '../presentation/rootWords.ts';
import { displayPath } from '../presentation/rowText.ts';
import type { SessionService } from '../service/sessionService.ts';

const scheme = 'session-scope';

export class Diagnostics implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #version: string;
  readonly #registration: vscode.Disposable;
  #text = '';

  constructor(service: SessionService, version: string) {
    this.#service = service;
    this.#version = version;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async show(): Promise<void> {
    this.#text = this.#report(await this.#service.damagedLogs(), await this.#service.rootConditions());
    const uri = vscode.Uri.parse(`${scheme}:Diagnostics`);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #report(damaged: readonly DamagedLog[], conditions: readonly LookedAt[]): string {
    const { rows, status } = this.#service;
    const all = [...rows.values()];
    const count = (having: (row: SessionRow) => boolean): string => formatNumber(all.filter(having).length);
    return [
      `Session Scope ${this.#version}, VS Code ${vscode.version}, ${process.platform}, Node ${process.versions.node}`,
      '',
      `Index: ${status.phase}${status.polling ? ', looking at some folders from time to time, since they have no file events' : ''}`,
      `Data roots: ${status.roots.length}`,
      ...conditions.map(({ root, condition }) => {
        const sessions = `${count((row) => row.root === root)} sessions`;
        return `  ${display(root)}: ${condition === 'found' ? sessions : rootConditionWords[condition]}`;
      }),
      `Sessions with a plan: ${count(({ plans }) => plans > 0)}`,
      `Sessions with agent logs: ${count(({ agents }) => agents > 0)}`,
      `Sessions without a session log: ${count(({ logs }) => logs.length === 0)}`,
      `Lines skipped, agent logs included: ${formatNumber(status.badLines)}`,
      ...damaged.map((log) => `  ${display(log.path)}: ${log.badLines} skipped, ${log.repairedLines} got back`),
      '',
    ].join('\n');
  }
}

function display(file: string): string {
  return displayPath(file, os.homedir());
}
