/** What other programs in VS Code may ask: one set of answers, those of the command line. */
import * as vscode from 'vscode';
import type { SessionScopeApi } from '../../api/sessionScope.d.ts';
import type { Log } from '../host/log.ts';
import type { Settings } from '../host/settings.ts';
import { CommandLine } from '../service/commandLine.ts';
import { Api } from './api.ts';
import { registerLanguageModelTools } from './languageModelTools.ts';
import { registerMcpServer } from './mcpServer.ts';
import { registerLinks, type LinkTarget } from './showSession.ts';
import { TerminalCommand } from './terminalCommand.ts';

export class Integrations implements vscode.Disposable {
  readonly #api: Api;
  readonly #parts: vscode.Disposable;
  /** Another service is followed: its data roots may be others. */
  readonly #used = new vscode.EventEmitter<void>();
  #target: LinkTarget | undefined;

  constructor(context: vscode.ExtensionContext, settings: Settings, log: Log) {
    const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'terminal.js').fsPath;
    const commandLine = new CommandLine({ script, roots: () => this.#target?.service.status.roots ?? [] });
    const { version } = context.extension.packageJSON as { version: string };
    this.#api = new Api(commandLine);
    const terminals = new TerminalCommand({
      script,
      directory: vscode.Uri.joinPath(context.globalStorageUri, 'bin').fsPath,
      variables: context.environmentVariableCollection,
      settings,
      log,
    });
    void terminals.update();
    this.#parts = vscode.Disposable.from(
      this.#used,
      this.#api,
      terminals,
      registerLanguageModelTools(commandLine),
      registerMcpServer(commandLine, version, this.#used.event),
      registerLinks(() => this.#target),
    );
  }

  get api(): SessionScopeApi {
    return this.#api.value;
  }

  /** Follows this service from now on. */
  use(target: LinkTarget): void {
    this.#target = target;
    this.#api.use(target.service);
    this.#used.fire();
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
