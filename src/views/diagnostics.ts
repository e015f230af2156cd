/** Diagnostics as a read-only document, and as text to copy. */
import * as vscode from 'vscode';
import { diagnosticsText } from '../presentation/diagnosticsText.ts';
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

  /** As it is now. It is to be shown to others: see `diagnosticsOf`. */
  async text(): Promise<string> {
    const { platform, arch, versions } = process;
    return diagnosticsText(
      {
        sessionScope: this.#version,
        node: versions.node,
        platform: `${platform} ${arch}`,
        vscode: vscode.version,
      },
      await this.#service.diagnostics(),
    );
  }

  async show(): Promise<void> {
    this.#text = await this.text();
    const uri = vscode.Uri.parse(`${scheme}:Diagnostics`);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
