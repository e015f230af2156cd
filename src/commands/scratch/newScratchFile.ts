import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../../host/surfaces.ts';
import { shortId } from '../../core/text/ids.ts';
import { scratchFileNameProblem } from '../../presentation/scratchText.ts';
import type { ScratchFileProblem } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { rowOrId, sessionOrPick } from '../sessionArgument.ts';
import { trusted } from '../trusted.ts';

const problems: Readonly<Record<ScratchFileProblem, string>> = {
  'no-repository': t('No folder of this session lies in a git working tree, where scratch is kept.'),
  symlink: t('A folder on the way to the scratch directory is a link, so nothing was made.'),
  'not-a-directory': t('Something on the way to the scratch directory is not a folder.'),
  unreadable: t('A folder on the way to the scratch directory cannot be read.'),
  'not-permitted': t('The file could not be made.'),
  missing: t('The scratch directory went away while the file was made.'),
  exists: t('The session’s scratch has a file of this name already.'),
  'bad-name': t('This is not the name of one file.'),
};

/** Makes an empty file in a session's scratch directory and opens it. */
export function newScratchFile(context: CommandContext): Handler {
  return trusted(async (argument) => {
    const id = await sessionOrPick(rowOrId(argument, context), context, {
      placeholder: t('Session to make a scratch file for'),
    });
    if (!id) return;
    const name = await vscode.window.showInputBox({
      title: t('New Scratch File'),
      prompt: messageText(t('Name of the file in the scratch directory of session {0}', shortId(id))),
      placeHolder: 'notes.md',
      validateInput: (value) => (value === '' ? undefined : scratchFileNameProblem(value)),
    });
    if (name === undefined || name === '') return;
    const made = await context.service.scratch.newScratchFile(id, name);
    if (typeof made === 'string') {
      void vscode.window.showWarningMessage(messageText(problems[made]));
      return;
    }
    await vscode.window.showTextDocument(vscode.Uri.file(made.path));
  });
}
