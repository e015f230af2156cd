/** From a terminal to the session that runs in it, and back. Which process runs below which is what proves it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../host/surfaces.ts';
import { commands } from '../host/contributions.ts';
import type { SessionId } from '../core/model.ts';
import { shortId } from '../core/text/ids.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { sessionsOrPick } from './sessionArgument.ts';
import { pickSession } from './sessionPick.ts';

/** Milliseconds: a terminal whose shell does not start has no process ID. */
const longestStart = 2000;

const notKnown = t('Which process runs in which terminal is not known on this system.');

/** Shows the terminal of this window in which a live session runs. */
export function goToTerminal(context: CommandContext): Handler {
  return async (argument) => {
    const [id] = await sessionsOrPick(argument, undefined, context, {
      placeholder: t('Live session to go to: title, folder, state, or its ID'),
    });
    if (id === undefined) return;
    const terminals = await processesOfTerminals();
    const found = await context.service.terminals.terminalOf(id, [...terminals.keys()]);
    const terminal = typeof found === 'number' ? terminals.get(found) : undefined;
    if (terminal !== undefined) terminal.show();
    else void vscode.window.showInformationMessage(messageText(noTerminal(id, found)));
  };
}

function noTerminal(id: SessionId, found: number | 'none' | 'not-live' | 'not-known'): string {
  switch (found) {
    case 'not-live':
      return t('Session {0} is not known to be open: the live registry proves no process of it.', shortId(id));
    case 'not-known':
      return notKnown;
    default:
      return t('Session {0} is open, but in no terminal of this window.', shortId(id));
  }
}

/** The plan in force of the session that runs in the active terminal. */
export function openPlanOfTerminal(context: CommandContext): Handler {
  return async (argument) => {
    const id = await sessionOfTerminal(argument, context);
    if (id !== undefined) await vscode.commands.executeCommand(commands.openPlan, id);
  };
}

/** Shows in the tree the session that runs in the active terminal. */
export function revealSessionOfTerminal(context: CommandContext): Handler {
  return async (argument) => {
    const id = await sessionOfTerminal(argument, context);
    if (id !== undefined) await context.sessions.reveal(id);
  };
}

/** Of the terminal whose menu it was chosen in, else of the active one; says why when there is none. */
async function sessionOfTerminal(argument: unknown, context: CommandContext): Promise<SessionId | undefined> {
  const terminal = vscode.window.terminals.find((one) => one === argument) ?? vscode.window.activeTerminal;
  const pid = terminal && (await processOf(terminal));
  const found = pid === undefined ? [] : await context.service.terminals.sessionsBelow(pid);
  if (typeof found === 'string') {
    void vscode.window.showInformationMessage(messageText(notKnown));
    return undefined;
  }
  const [only, ...others] = found;
  if (others.length > 0)
    return pickSession(context, { placeholder: t('Several sessions run in this terminal: which one?'), among: found });
  if (only === undefined) {
    const sentence = terminal
      ? t('No live session of Claude Code runs below the shell of this terminal.')
      : t('No terminal is active in this window.');
    void vscode.window.showInformationMessage(messageText(sentence));
  }
  return only;
}

/** The terminals of this window whose processes run, by process ID. */
async function processesOfTerminals(): Promise<Map<number, vscode.Terminal>> {
  const { terminals } = vscode.window;
  const pids = await Promise.all(terminals.map(processOf));
  return new Map(
    terminals.flatMap((terminal, at) => {
      const pid = pids[at];
      return pid === undefined ? [] : [[pid, terminal] as const];
    }),
  );
}

async function processOf(terminal: vscode.Terminal): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), longestStart)));
  try {
    return await Promise.race([terminal.processId, late]);
  } finally {
    clearTimeout(timer);
  }
}
