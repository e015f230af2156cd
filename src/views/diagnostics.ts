/** What the extension found and what it passed over, as a read-only document: files and counts, never what a log says. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { formatCount } from '../core/displayText.ts';
import { displayPath } from '../core/nodeText.ts';
import type { SessionService } from '../sessionService.ts';

const scheme = 'session-scope';
const uri = vscode.Uri.from({ scheme, path: 'Diagnostics' });

export class Diagnostics implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #version: string;
  readonly #registration: vscode.Disposable;

  constructor(service: SessionService, version: string) {
    this.#service = service;
    this.#version = version;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(): string {
    const { rows, status } = this.#service;
    const here = (file: string): string => displayPath(file, os.homedir());
    const all = [...rows.values()];
    return [
      `Session Scope ${this.#version}, VS Code ${vscode.version}, ${process.platform}, Node ${process.versions.node}`,
      '',
      `Index: ${status.phase}${status.polling ? ', polling since file events do not arrive' : ''}`,
      `Data roots: ${status.roots.length === 0 ? 'none' : ''}`,
      ...status.roots.map(
        (root) =>
          `  ${here(root)}: ${formatCount(all.filter((row) => row.root === root).length, 'session', 'sessions')}`,
      ),
      `Sessions with a plan: ${all.filter(({ plans }) => plans > 0).length}`,
      `Lines skipped in all logs: ${status.badLines}`,
      '',
    ].join('\n');
  }

  async show(): Promise<void> {
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
