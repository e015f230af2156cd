/** The extension's log channel. It holds files, offsets and reasons, never what a log says. */
import * as vscode from 'vscode';

export type Log = Pick<vscode.LogOutputChannel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>;

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Session Scope', { log: true });
}
