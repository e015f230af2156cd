/** Stages what one session is proved to have changed: exactly the files that a person leaves chosen. */
import * as os from 'node:os';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatPlural, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import { labelText, messageText, pickText } from '../host/surfaces.ts';
import { briefId, fileLabel, folderBelow } from '../presentation/fileRowText.ts';
import { sessionLabel } from '../presentation/rowText.ts';
import { isTakenBack } from '../presentation/writerWords.ts';
import type { WorkspaceFile } from '../service/changedFiles.ts';
import { localFolders } from '../service/openedFolders.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { trusted } from './trusted.ts';
import { whileReading } from './whileReading.ts';

/**
 * From a row of Changed Files; else of the session that is picked among those that have something to stage, from the
 * menu of a repository in that one alone.
 */
export function stageFilesOfSession(context: CommandContext): Handler {
  return trusted(
    async (argument) => {
      const repository = repositoryOf(argument);
      const files = (await whileReading(() => context.files.changes.read())).filter(
        ({ isUnstaged, root }) => isUnstaged && (repository ?? root) === root,
      );
      const id = context.files.changedFiles.sessionOf(argument) ?? (await pickSession(files, context));
      if (id === undefined) return;
      const chosen = await pickFiles(files, id);
      if (chosen.length > 0) await context.files.git.stage(chosen);
    },
    messageText(t('Files are staged only in trusted workspaces.')),
  );
}

function repositoryOf(argument: unknown): string | undefined {
  const { rootUri } = (argument ?? {}) as Partial<vscode.SourceControl>;
  return rootUri instanceof vscode.Uri ? rootUri.fsPath : undefined;
}

async function pickSession(
  files: readonly WorkspaceFile[],
  { service }: CommandContext,
): Promise<SessionId | undefined> {
  const counts = new Map<SessionId, number>();
  for (const { sessions } of files)
    for (const { sessionId } of sessions) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
  if (counts.size === 0) {
    void vscode.window.showInformationMessage(t('No log proves that a session changed one of the files to stage.'));
    return undefined;
  }
  const items = [...counts].map(([sessionId, count]) => ({
    label: pickText(sessionLabel(service.rows.get(sessionId) ?? { title: undefined })),
    description: pickText(joinParts(shortId(sessionId), formatPlural(count, t('1 file'), t('{0} files')))),
    sessionId,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t('Session whose files to stage') });
  return picked?.sessionId;
}

/**
 * What another session changed, too, is offered and not chosen, since it would be staged whole; nor is what was taken
 * back.
 */
async function pickFiles(files: readonly WorkspaceFile[], id: SessionId): Promise<string[]> {
  const items = files
    .filter(({ sessions }) => sessions.some(({ sessionId }) => sessionId === id))
    .map(({ path, sessions }) => {
      const others = sessions.filter(({ sessionId }) => sessionId !== id).map(({ sessionId }) => briefId(sessionId));
      const isRewound = isTakenBack(sessions.filter(({ sessionId }) => sessionId === id));
      const folder = folderBelow(path, { opened: localFolders(), home: os.homedir() });
      return {
        label: pickText(fileLabel(path)),
        description: pickText(
          joinParts(
            folder,
            isRewound ? t('taken back') : undefined,
            others.length === 0 ? undefined : t('also changed by {0}', others.join(', ')),
          ),
        ),
        picked: others.length === 0 && !isRewound,
        path,
      };
    });
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Stage files that session {0} changed since their last commit', briefId(id))),
    placeHolder: t('Each chosen file is staged whole'),
    canPickMany: true,
  });
  return (picked ?? []).map(({ path }) => path);
}
