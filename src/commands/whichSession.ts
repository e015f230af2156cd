/** Who wrote a file: the sessions whose logs prove it, to look at the call, the change or the session. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatPlural } from '../core/text/format.ts';
import { frontFile } from '../host/frontFile.ts';
import { labelText, messageText, pickText } from '../host/surfaces.ts';
import { fileLabel } from '../presentation/fileRowText.ts';
import { sessionLabel } from '../presentation/rowText.ts';
import { writerDescription, writerProof } from '../presentation/writerWords.ts';
import type { FileWriters } from '../service/fileRequests.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { showFileChanges } from './fileChanges.ts';
import { whileReading } from './whileReading.ts';

type Writer = FileWriters['sessions'][number];

interface WriterItem extends vscode.QuickPickItem {
  readonly writer: Writer;
}

const revealButton = { iconPath: new vscode.ThemeIcon('list-tree'), tooltip: t('Reveal Session') };
const changesButton = { iconPath: new vscode.ThemeIcon('diff'), tooltip: t('Open Changes') };

/** From a menu of the editor, the explorer or source control; without an argument of the file in front. */
export function whichSession(context: CommandContext): Handler {
  return async (argument) => {
    const file = fileOf(argument, context);
    if (file === undefined) {
      void vscode.window.showInformationMessage(t('No file of this disk is in front.'));
      return;
    }
    const { sessions, unreadable } = await whileReading(() => context.service.files.writersOf(file));
    if (unreadable > 0) context.log.warn(`${unreadable} logs could not be read for the question who wrote a file`);
    if (sessions.length === 0) return sayNone(unreadable);
    const chosen = await pickWriter(sessions, file, context);
    if (chosen === undefined) return;
    const { writer, button } = chosen;
    if (button === revealButton) return context.sessions.reveal(writer.sessionId);
    if (button === changesButton) return showFileChanges(writer.sessionId, writer.path, context);
    const { evidence } = writer.last;
    context.transcripts.open({
      path: evidence.file,
      sessionId: writer.sessionId,
      reveal: { offset: evidence.offset },
    });
  };
}

function sayNone(unreadable: number): void {
  const sentences = [t('No log proves that a session changed this file.')];
  if (unreadable > 0)
    sentences.push(formatPlural(unreadable, t('1 log could not be read.'), t('{0} logs could not be read.')));
  void vscode.window.showInformationMessage(messageText(sentences.join(' ')));
}

/** Anyone can call a command with anything: a URI, a resource of source control, or a row of Changed Files. */
function fileOf(argument: unknown, { files }: CommandContext): string | undefined {
  const row = files.changedFiles.fileOf(argument);
  if (row !== undefined) return row;
  if (argument === undefined) return frontFile();
  const named = uriOf(argument);
  return named?.scheme === 'file' ? named.fsPath : undefined;
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const { resourceUri } = (argument ?? {}) as Partial<vscode.SourceControlResourceState>;
  return resourceUri instanceof vscode.Uri ? resourceUri : undefined;
}

/** The one that is chosen shows the call. */
function pickWriter(
  sessions: readonly Writer[],
  file: string,
  { service }: CommandContext,
): Promise<{ readonly writer: Writer; readonly button?: vscode.QuickInputButton } | undefined> {
  const pick = vscode.window.createQuickPick<WriterItem>();
  pick.title = labelText(t('Sessions that changed {0}', fileLabel(file)));
  pick.placeholder = t('Choose a session to see the call in its transcript');
  pick.matchOnDescription = true;
  pick.items = sessions.map((writer) => ({
    label: pickText(sessionLabel(service.rows.get(writer.sessionId) ?? { title: undefined })),
    description: pickText(writerDescription(writer, Date.now())),
    detail: pickText(writerProof(writer, os.homedir())),
    buttons: [changesButton, revealButton],
    writer,
  }));
  return new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidTriggerItemButton(({ item: { writer }, button }) => {
        resolve({ writer, button });
        pick.hide();
      }),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item === undefined) return;
        resolve({ writer: item.writer });
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    pick.show();
  });
}
