/** The extension's context keys: what `when` clauses of the manifest ask for. */
import * as vscode from 'vscode';
import type { ContextKey } from '../../host/contributions.ts';

export class ContextKeys {
  readonly #values = new Map<ContextKey, string | boolean>();

  /** Passes on only values that changed. */
  set(key: ContextKey, value: string | boolean): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
