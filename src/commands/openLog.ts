/** Opens session logs and agent logs: the one place that decides how a log is shown. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { shortId } from '../core/ids.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { fileTarget } from './fileTarget.ts';
import { sessionOrPick } from './sessionArgument.ts';

export function openLog(context: CommandContext): Handler {
  return async (argument) => {
    const file = await logTarget(argument, context);
    if (file !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  };
}

/** The log's own text, whatever else may show such files. */
export function openLogRaw(context: CommandContext): Handler {
  return async (argument) => {
    const file = await logTarget(argument, context);
    if (file !== undefined) await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default');
  };
}

async function logTarget(argument: unknown, context: CommandContext): Promise<string | undefined> {
  const unattributed = context.unattributed.itemOf(argument);
  if (unattributed) return unattributed.kind === 'agent-log' ? unattributed.path : undefined;
  const node = context.sessions.nodeOf(argument);
  if (node?.kind === 'log' || node?.kind === 'agentLog') return fileTarget(node, context);
  const id = await sessionOrPick(node ?? argument, context, {
    placeholder: 'Session whose log to open: title, folder, or its ID',
  });
  if (!id) return undefined;
  const logs = context.service.rows.get(id)?.logs ?? [];
  if (logs.length === 0) void vscode.window.showInformationMessage(`No log of session ${shortId(id)} is left on disk.`);
  return logs.length > 1 ? pickLog(logs) : logs[0];
}

/** A session can be spread over several files: in several data roots, or in the folders of several worktrees. */
async function pickLog(logs: readonly string[]): Promise<string | undefined> {
  const items = logs.map((log) => ({ label: path.basename(log), detail: path.dirname(log), log }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'This session has several logs' });
  return picked?.log;
}
