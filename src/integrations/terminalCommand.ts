/** `session-scope` on the PATH of integrated terminals: a script that runs the command line with VS Code's own Node. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Log } from '../host/log.ts';
import type { Settings } from '../host/settings.ts';
import { errorMessage } from '../core/text/errorText.ts';

export interface TerminalCommandOptions {
  /** Path of the built command line. */
  readonly script: string;
  /** Folder that is the extension's own; it lives through updates, and with it a terminal's PATH. */
  readonly directory: string;
  readonly variables: vscode.EnvironmentVariableCollection;
  readonly settings: Settings;
  readonly log: Log;
}

export class TerminalCommand implements vscode.Disposable {
  readonly #options: TerminalCommandOptions;
  readonly #subscription: vscode.Disposable;

  constructor(options: TerminalCommandOptions) {
    this.#options = options;
    this.#subscription = options.settings.terminalCommand.onDidChange(() => void this.update());
  }

  /** Puts it there, or takes it away, as the setting says. */
  async update(): Promise<void> {
    const { script, directory, variables, settings, log } = this.#options;
    if (!settings.terminalCommand.value) return variables.clear();
    try {
      await writeScripts(directory, process.execPath, script);
    } catch (error) {
      log.error(`session-scope is on no terminal's PATH: ${errorMessage(error)}`);
      return variables.clear();
    }
    // It may have been turned off meanwhile.
    if (!settings.terminalCommand.value) return variables.clear();
    variables.description = t('Puts `session-scope` on the PATH.');
    // Behind all others: one that the person has installed counts.
    variables.append('PATH', path.delimiter + directory, {
      applyAtProcessCreation: true,
      applyAtShellIntegration: true,
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Scripts for shells and for Windows' command prompt, that only the user can change. */
export async function writeScripts(directory: string, node: string, script: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const shell = `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(node)} ${quote(script)} "$@"\n`;
  const file = path.join(directory, 'session-scope');
  await writeFile(file, shell, { mode: 0o700 });
  await chmod(file, 0o700);
  if (process.platform !== 'win32') return;
  const batch = (text: string): string => `"${text.replaceAll('%', '%%')}"`;
  const lines = ['@echo off', 'setlocal', 'set ELECTRON_RUN_AS_NODE=1', `${batch(node)} ${batch(script)} %*`, ''];
  await writeFile(path.join(directory, 'session-scope.cmd'), lines.join('\r\n'));
}
