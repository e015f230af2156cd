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
      owner: (path: string) => this.#ownersOf(path),
      touched: (path: string) => this.#changesOf(path),
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
    const asked = this.#commandLine.ask('plan', { words: [String(id)] }) as Promise<{ plan: Plan }>;
    return (await unless('no_plan_found', asked))?.plan;
  }

  async #ownersOf(path: string): Promise<Owner[]> {
    const asked = this.#commandLine.ask('owner', { words: [String(path)] }) as Promise<{ owners: Owner[] }>;
    return (await unless('not_found', asked))?.owners ?? [];
  }

  async #changesOf(path: string): Promise<ChangedFile[]> {
    const options = ['--limit=999999999'];
    const answer = await this.#commandLine.ask('touched', { options, words: [String(path)] });
    return (answer as { files: ChangedFile[] }).files;
  }
}

/** `undefined` where the command line answers with this error. */
async function unless<T>(code: string, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CommandLineError && error.code === code) return undefined;
    throw error;
  }
}
