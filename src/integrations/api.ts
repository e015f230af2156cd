/** What other extensions get when they activate this one. */
import * as vscode from 'vscode';
import type { ChangedFile, Owner, Plan, Session, SessionChange, SessionScopeApi } from '../../api/sessionScope.d.ts';
import { CommandLineError, type CommandLine } from '../service/commandLine.ts';
import type { SessionService } from '../service/sessionService.ts';

export class Api implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  readonly #commandLine: CommandLine;
  readonly value: SessionScopeApi;
  #service: vscode.Disposable | undefined;

  constructor(commandLine: CommandLine) {
    this.#commandLine = commandLine;
    this.value = Object.freeze({
      version: 1,
      sessions: async () => (await commandLine.ask('sessions', { options: ['--all'] })) as Session[],
      planOf: (id: string) => this.#planOf(id),
      owner: async (path: string) => ((await this.#about('owner', path)) as { owners: Owner[] }).owners,
      touched: async (path: string) => ((await this.#about('touched', path)) as { files: ChangedFile[] }).files,
      onDidChangeSessions: this.#changed.event,
    });
  }

  /** Announces the changes of this service, in place of those of the one before. */
  use(service: SessionService): void {
    this.#service?.dispose();
    this.#service = service.onDidChange(({ changed, removed }) =>
      this.#changed.fire({ changed: [...changed], removed: [...removed] }),
    );
  }

  dispose(): void {
    this.#service?.dispose();
    this.#changed.dispose();
  }

  async #planOf(id: string): Promise<Plan | undefined> {
    try {
      return ((await this.#commandLine.ask('plan', { words: [String(id)] })) as { plan: Plan }).plan;
    } catch (error) {
      if (error instanceof CommandLineError && error.code === 'no_plan_found') return undefined;
      throw error;
    }
  }

  #about(command: 'owner' | 'touched', path: string): Promise<unknown> {
    const options = command === 'touched' ? [`--limit=${all}`] : [];
    return this.#commandLine.ask(command, { options, words: [String(path)] });
  }
}

const all = 999_999_999;
