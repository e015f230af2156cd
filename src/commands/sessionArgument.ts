/** Which session a command is about: the row it was called on, an ID it was given, or the one that is picked. */
import { parseSessionId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import type { TreeNode } from '../presentation/treeNodes.ts';
import type { CommandContext } from './commandContext.ts';
import { pickSession, transcriptSession, type PickOptions } from './sessionPick.ts';

/** What an argument names: a row of the tree, or a session ID as a keybinding or another extension passes it. */
export function rowOrId(argument: unknown, context: CommandContext): TreeNode | SessionId | undefined {
  return argument === undefined ? undefined : (context.sessions.nodeOf(argument) ?? parseSessionId(argument));
}

/** The session of a row, or the given one; asks when neither names a session. `undefined` when the picker is closed. */
export async function sessionOrPick(
  target: TreeNode | SessionId | undefined,
  context: CommandContext,
  options: PickOptions,
): Promise<SessionId | undefined> {
  const id = typeof target === 'object' && 'sessionId' in target ? target.sessionId : target;
  return typeof id === 'string' ? id : pickSession(context, options);
}

/**
 * The sessions of the chosen rows, or of the transcript in whose menu a command was chosen; asks for one where nothing
 * was. Empty when the picker is closed.
 */
export async function sessionsOrPick(
  argument: unknown,
  selected: unknown,
  context: CommandContext,
  options: PickOptions,
): Promise<SessionId[]> {
  if (argument === undefined) return asList(await pickSession(context, options));
  const chosen = chosenRows(argument, selected).flatMap((row) => {
    const target = rowOrId(row, context);
    return asList(typeof target === 'object' && 'sessionId' in target ? target.sessionId : parseSessionId(target));
  });
  if (chosen.length > 0) return [...new Set(chosen)];
  // The menus of a transcript give a record of their own, or the file of its editor.
  return asList(transcriptSession(context) ?? (await pickSession(context, options)));
}

function asList(id: SessionId | undefined): SessionId[] {
  return id === undefined ? [] : [id];
}

/** The rows that a menu's command is about: all selected ones where the row it was called on is among them. */
export function chosenRows(argument: unknown, selected: unknown): unknown[] {
  return Array.isArray(selected) && selected.includes(argument) ? selected : [argument];
}
