/** What the extension found and what it passed over, as a read-only document: files and counts, never what a log says. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { formatNumber } from '../core/displayText.ts';
import type { SessionLog, SessionRow } from '../core/model.ts';
import { displayPath } from '../core/nodeText.ts';
import type { SessionService } from '../sessionService.ts';

const scheme = 'session-scope';

/** Sessions that are asked about at a time. */
const batch = 50;

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

  /** Looks at every session when lines were skipped, which takes a while and can be cancelled. */
  async show(): Promise<void> {
    const troubled = this.#service.status.badLines > 0 ? await this.#troubledLogs() : [];
    this.#text = this.#report(troubled);
    const uri = vscode.Uri.parse(`${scheme}:Diagnostics`);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #report(troubled: readonly SessionLog[]): string {
    const { rows, status } = this.#service;
    const all = [...rows.values()];
    const count = (having: (row: SessionRow) => boolean): string => formatNumber(all.filter(having).length);
    return [
      `Session Scope ${this.#version}, VS Code ${vscode.version}, ${process.platform}, Node ${process.versions.node}`,
      '',
      `Index: ${status.phase}${status.polling ? ', polling because file events do not arrive' : ''}`,
      `Data roots: ${status.roots.length}`,
      ...status.roots.map((root) => `  ${display(root)}: ${count((row) => row.root === root)} sessions`),
      `Sessions with a plan: ${count(({ plans }) => plans > 0)}`,
      `Sessions with agent logs: ${count(({ agents }) => agents > 0)}`,
      `Sessions without a session log: ${count(({ logs }) => logs.length === 0)}`,
      `Lines skipped, agent logs included: ${formatNumber(status.badLines)}`,
      ...troubled.map((log) => `  ${display(log.path)}: ${log.badLines} skipped, ${log.repairedLines} got back`),
      '',
    ].join('\n');
  }

  async #troubledLogs(): Promise<SessionLog[]> {
    const ids = [...this.#service.rows.keys()];
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: 'Looking for skipped lines',
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const troubled: SessionLog[] = [];
      for (let at = 0; at < ids.length && !token.isCancellationRequested; at += batch) {
        const details = await Promise.all(ids.slice(at, at + batch).map((id) => this.#service.details(id, token)));
        for (const { logs } of details.filter((found) => found !== undefined)) {
          troubled.push(...logs.filter(({ badLines, repairedLines }) => badLines + repairedLines > 0));
        }
        progress.report({ increment: (100 * batch) / ids.length });
      }
      return troubled;
    });
  }
}

function display(file: string): string {
  return displayPath(file, os.homedir());
}
