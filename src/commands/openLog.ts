/** Opens session logs and agent logs: the one place that decides how a log is shown. */
import * as os from 'node:os';
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText, pickText } from '../host/surfaces.ts';
import { previewClick } from '../host/contributions.ts';
import { displayPath } from '../presentation/rowText.ts';
import { shortId } from '../core/text/ids.ts';
import type { TranscriptTarget } from '../views/transcript/transcriptTarget.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { chosenRows, rowOrId, sessionOrPick } from './sessionArgument.ts';

/** As a transcript to read, for each chosen row; `previewClick` in place of the chosen ones: a row was clicked. */
export function openLog(context: CommandContext): Handler {
  return async (argument, selected) => {
    for (const row of chosenRows(argument, selected)) {
      const target = await logTarget(row, context);
      if (target !== undefined) context.transcripts.open(target, { preview: selected === previewClick });
    }
  };
}

/** The same as a Markdown document: to search, to compare, to read aloud. */
export function openTranscriptAsText(context: CommandContext): Handler {
  return async (argument) => {
    const target = await logTarget(argument, context);
    if (target !== undefined) await context.transcripts.openText(target);
  };
}

/** The log's own text, whatever else may show such files. */
export function openLogRaw(context: CommandContext): Handler {
  return async (argument) => {
    const target = await logOrActive(argument, context);
    if (target !== undefined) await context.transcripts.openRaw(target);
  };
}

/** Shows the log's file in the system's file manager. Only offered where that runs on the same machine. */
export function revealLog(context: CommandContext): Handler {
  return async (argument) => {
    const target = await logOrActive(argument, context);
    if (target !== undefined) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(target.path));
  };
}

/** The same; from a menu of a transcript its own log. */
async function logOrActive(argument: unknown, context: CommandContext): Promise<TranscriptTarget | undefined> {
  const isOfTranscript = argument !== undefined && rowOrId(argument, context) === undefined;
  const active = isOfTranscript && !context.unattributed.itemOf(argument) ? context.transcripts.active : undefined;
  return active ?? logTarget(argument, context);
}

/** From an agent to the call that started it, in the transcript of the session or of the agent that called. */
export function goToSpawningCall(context: CommandContext): Handler {
  return (argument) => {
    const node = context.sessions.nodeOf(argument);
    if (node?.kind !== 'agentLog') return;
    const { sessionId, agent } = node;
    const { spawn } = agent;
    if (spawn) context.transcripts.open({ path: spawn.file, sessionId, reveal: { offset: spawn.offset } });
    else void vscode.window.showInformationMessage(t('No call in the log is recorded as having started this agent.'));
  };
}

/** The log that a command is about: of the row it was called on, or of the session that is picked. */
export async function logTarget(
  argument: unknown,
  context: CommandContext,
  placeholder = t('Session whose log to open: title, folder, or its ID'),
): Promise<TranscriptTarget | undefined> {
  const unattributed = context.unattributed.itemOf(argument);
  if (unattributed) return unattributed.kind === 'agent-log' ? { path: unattributed.path } : undefined;
  const node = context.sessions.nodeOf(argument);
  if (node?.kind === 'log' || node?.kind === 'agentLog') {
    const { path: file } = node.kind === 'log' ? node.log : node.agent;
    return { path: file, sessionId: node.sessionId };
  }
  const id = await sessionOrPick(node ?? rowOrId(argument, context), context, { placeholder });
  if (!id) return undefined;
  const logs = context.service.rows.get(id)?.logs ?? [];
  if (logs.length === 0)
    void vscode.window.showInformationMessage(messageText(t('No log of session {0} is left on disk.', shortId(id))));
  const file = logs.length > 1 ? await pickLog(logs) : logs[0];
  return file === undefined ? undefined : { path: file, sessionId: id };
}

/** A session can be spread over several files: in several data roots, or in the folders of several worktrees. */
async function pickLog(logs: readonly string[]): Promise<string | undefined> {
  const items = logs.map((log) => ({
    label: pickText(path.basename(log)),
    detail: pickText(displayPath(path.dirname(log), os.homedir())),
    log,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t('This session has several logs') });
  return picked?.log;
}
