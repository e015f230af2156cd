/** What a session wrote, before and after, in VS Code's own diff editors; the file itself; the call that wrote it. */
import * as path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SessionId } from '../core/model.ts';
import { labelText, messageText } from '../host/surfaces.ts';
import {
  changesTitle,
  fileLabel,
  folderBelow,
  isOnDisk,
  notShownSentence,
  type Places,
} from '../presentation/fileRowText.ts';
import type { ChangedFileNode } from '../presentation/treeNodes.ts';
import type { FileRuns } from '../service/fileRequests.ts';
import { localFolders } from '../service/openedFolders.ts';
import { changeUri } from '../views/files/changeDocuments.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionOf } from './sessionArgument.ts';

/**
 * The difference between the text before the first change and after the last one; of several runs all in one editor.
 */
export function openFileChanges(context: CommandContext): Handler {
  return async (argument) => {
    const node = changedFileNode(argument, context);
    if (node === undefined) return;
    const { sessionId, file, parent } = node;
    await showFileChanges(sessionId, file.path, context, parent.agentId);
  };
}

/** `file`: as the session's log has it. */
export async function showFileChanges(
  id: SessionId,
  file: string,
  context: CommandContext,
  agentId?: string,
): Promise<void> {
  const found = await context.service.files.changeRuns(id, { agentId, path: file });
  await showRuns(id, found, fileLabel(file), context);
}

/** All files of the group, or of the session. */
export function viewAllChanges(context: CommandContext): Handler {
  return async (argument) => {
    const node = context.sessions.nodeOf(argument);
    const sessionId = sessionOf(argument, context);
    if (sessionId === undefined) return;
    const agentId = node?.kind === 'files' ? node.agentId : undefined;
    const found = await context.service.files.changeRuns(sessionId, { agentId });
    const name = agentId === undefined ? t('Changes of session') : t('Changes of agent {0}, session', agentId);
    await showRuns(sessionId, found, name, context);
  };
}

/** The file as it is now, of an opened folder alone. */
export function openChangedFile(context: CommandContext): Handler {
  return async (argument) => {
    const node = changedFileNode(argument, context);
    const own = node !== undefined && isOnDisk(node.file) ? node.file.path : undefined;
    const file = own ?? context.files.changedFiles.fileOf(argument);
    if (file !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  };
}

/** The last call that changed the file, in the transcript. */
export function showCall(context: CommandContext): Handler {
  return (argument) => {
    const node = changedFileNode(argument, context);
    if (node === undefined) return;
    const { sessionId, file } = node;
    const { evidence } = file.last;
    context.transcripts.open({ path: evidence.file, sessionId, reveal: { offset: evidence.offset } });
  };
}

function changedFileNode(argument: unknown, context: CommandContext): ChangedFileNode | undefined {
  const node = context.sessions.nodeOf(argument);
  return node?.kind === 'changedFile' ? node : undefined;
}

async function showRuns(
  id: SessionId,
  files: readonly FileRuns[],
  name: string,
  { service }: CommandContext,
): Promise<void> {
  const places = { opened: localFolders(), cwds: service.rows.get(id)?.cwds ?? [], home: '' };
  const runs = files.flatMap(({ path: file, runs: all }) => all.map((run) => ({ ...run, name: nameOf(file, places) })));
  const notShown = notShownSentence(files);
  if (notShown !== undefined) void vscode.window.showInformationMessage(messageText(notShown));
  const [only] = runs;
  if (only === undefined) return;
  const title = labelText(changesTitle(name, id, runs));
  if (runs.length === 1) {
    const [before, after] = sides(id, only);
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
    return;
  }
  const list = runs.map((run) => {
    const [before, after] = sides(id, run);
    return [after, before, after];
  });
  await vscode.commands.executeCommand('vscode.changes', title, list);
}

function sides(id: SessionId, { name, first, last }: FileRuns['runs'][number] & { name: string }) {
  return [changeUri(id, name, first, 'before'), changeUri(id, name, last, 'after')] as const;
}

/** The path below the folder that has the file: what an editor of several files heads each with. */
function nameOf(file: string, places: Places): string {
  const folder = folderBelow(file, places);
  return folder === undefined ? fileLabel(file) : path.posix.join(folder, fileLabel(file));
}
