/** Takes sessions up again with the client: in a new terminal, or as a command to paste. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { dialogText, labelText, messageText, statusText } from '../host/surfaces.ts';
import { commands } from '../host/contributions.ts';
import type { SessionId } from '../core/model.ts';
import { formatPlural } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { resumeCommand, resumeCommandIn, shellFamily } from '../presentation/resumeCommand.ts';
import type { SessionPlaces } from '../service/terminalRequests.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { trusted } from './trusted.ts';
import { sessionsOrPick } from './sessionArgument.ts';

/** More sessions than these get a question. */
const atOnce = 5;
const shownFor = 4000;

/** Each in a terminal of its own, in the folder where the client finds its log. */
export function resumeInTerminal(context: CommandContext): Handler {
  return trusted(
    async (argument, selected) => {
      const ids = await sessionsOrPick(argument, selected, context, {
        placeholder: t('Session to resume in a terminal: title, folder, or its ID'),
      });
      if (ids.length > atOnce && !(await agreeToMany(ids.length))) return;
      for (const id of ids) await resume(id, context);
    },
    messageText(t('Sessions are resumed only in trusted workspaces.')),
  );
}

async function agreeToMany(count: number): Promise<boolean> {
  const message = messageText(t('Resume {0} sessions, each in a terminal of its own?', count));
  const resumeAll = t('Resume');
  return (await vscode.window.showWarningMessage(message, { modal: true }, resumeAll)) === resumeAll;
}

async function resume(id: SessionId, context: CommandContext): Promise<void> {
  const places = await context.service.terminals.sessionPlaces(id);
  const problem = folderProblem(id, places);
  if (problem !== undefined) {
    void vscode.window.showWarningMessage(messageText(problem));
    return;
  }
  if (places === undefined || !(await agreeToSecond(id, places))) return;
  const { resumeFolder, configDir } = places;
  const terminal = vscode.window.createTerminal({
    name: labelText(`claude ${shortId(id)}`),
    // VS Code makes it the folder of the shell's process: no shell reads it.
    cwd: resumeFolder,
    env: configDir === undefined ? undefined : { CLAUDE_CONFIG_DIR: configDir },
    iconPath: new vscode.ThemeIcon('comment-discussion'),
  });
  terminal.show();
  terminal.sendText(resumeCommand(id));
}

/** Why a session cannot be resumed here, in one sentence. */
function folderProblem(id: SessionId, places: SessionPlaces | undefined): string | undefined {
  if (places === undefined) return t('No log of session {0} is left on disk, so it cannot be resumed.', shortId(id));
  const { resumeFolder, resumeFolderExists } = places;
  if (resumeFolder === undefined)
    return t('In which folder Claude Code looks for session {0} is not known, so it was not resumed.', shortId(id));
  if (!resumeFolderExists) return t('The folder of session {0} is not there any more: {1}', shortId(id), resumeFolder);
  // VS Code would put the value of a variable there.
  if (resumeFolder.includes('${'))
    return t('The folder of session {0} has a name that VS Code takes for a variable.', shortId(id));
  return undefined;
}

/** Asks before a session that is open, or may be, is opened a second time. */
async function agreeToSecond(id: SessionId, { processes, mayBeLive }: SessionPlaces): Promise<boolean> {
  if (processes.length === 0 && !mayBeLive) return true;
  const isLive = processes.length > 0;
  const message = isLive
    ? t('Session {0} is open already (process {1}).', shortId(id), processes.map(({ pid }) => pid).join(', '))
    : t('Whether session {0} is open already is not known.', shortId(id));
  const detail = dialogText(t('Two clients that go on in one session write into one log, each from where it began.'));
  const goTo = t('Go to Terminal');
  const anyway = t('Resume Anyway');
  const choices = isLive ? [goTo, anyway] : [anyway];
  const answer = await vscode.window.showWarningMessage(messageText(message), { modal: true, detail }, ...choices);
  if (answer === goTo) await vscode.commands.executeCommand(commands.goToTerminal, id);
  return answer === anyway;
}

/** `cd` and the command, quoted for the default shell; of several sessions one a line. */
export function copyResumeCommand(context: CommandContext): Handler {
  return async (argument, selected) => {
    const ids = await sessionsOrPick(argument, selected, context, {
      placeholder: t('Session whose resume command to copy: title, folder, or its ID'),
    });
    const lines: string[] = [];
    for (const id of ids) {
      const line = await commandLine(id, context);
      if (line !== undefined) lines.push(line);
    }
    if (lines.length === 0) return;
    await vscode.env.clipboard.writeText(lines.join('\n'));
    const copied = formatPlural(lines.length, t('Copied resume command'), t('Copied {0} resume commands'));
    vscode.window.setStatusBarMessage(statusText(copied), shownFor);
  };
}

/** `undefined` where there is none; then it says why. */
async function commandLine(id: SessionId, { service }: CommandContext): Promise<string | undefined> {
  const places = await service.terminals.sessionPlaces(id);
  const line = places && resumeCommandIn({ ...places, folder: places.resumeFolder }, id, shellFamily(vscode.env.shell));
  if (line !== undefined) return line;
  const problem =
    places === undefined
      ? t('No log of session {0} is left on disk, so it cannot be resumed.', shortId(id))
      : t('The folder of session {0} cannot be named on a command line of this shell.', shortId(id));
  void vscode.window.showWarningMessage(messageText(problem));
  return undefined;
}
