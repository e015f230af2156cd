/** Which session a command is about: the row it was called on, an ID it was given, or the one that is picked. */
import { parseSessionId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import type { TreeNode } from '../presentation/treeNodes.ts';
import type { CommandContext } from './commandContext.ts';
import { pickSession, type PickOptions } from './sessionPick.ts';

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

/** The rows that a menu's command is about: all selected ones where the row it was called on is among them. */
export function chosenRows(argument: unknown, selected: unknown): unknown[] {
  return Array.isArray(selected) && selected.includes(argument) ? selected : [argument];
}
