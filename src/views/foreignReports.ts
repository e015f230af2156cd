/** Which logs hold entries of other sessions, as a read-only Markdown document. */
import * as os from 'node:os';
import * as vscode from 'vscode';
import { foreignReport } from '../presentation/foreignReport.ts';
import type { SessionService } from '../service/sessionService.ts';

const scheme = 'session-scope-report';

export class ForeignReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #service: SessionService;
  readonly #registration: vscode.Disposable;
  #text = '';

  constructor(service: SessionService) {
    this.#service = service;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async show(): Promise<void> {
    this.#text = foreignReport(await this.#service.foreignLogs(), os.homedir());
    const uri = vscode.Uri.from({ scheme, path: '/Foreign Entries.md' });
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
