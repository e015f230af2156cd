/** Which session a command is about: the row it was called on, an ID it was given, or the one a person picks. */
import { parseSessionId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import type { CommandContext } from './commandContext.ts';
import { pickSession, type PickOptions } from './sessionPick.ts';

/** The session that an argument names: a row of the tree, or a session ID as a keybinding or another extension gives it. */
export function sessionOf(argument: unknown, context: CommandContext): SessionId | undefined {
  const node = argument === undefined ? undefined : context.sessions.nodeOf(argument);
  if (node && 'sessionId' in node) return node.sessionId;
  return parseSessionId(argument);
}

/** The session that an argument names, else the one that is picked; `undefined` when the picker is closed. */
export async function sessionOrPick(
  argument: unknown,
  context: CommandContext,
  options: PickOptions,
): Promise<SessionId | undefined> {
  return sessionOf(argument, context) ?? (await pickSession(context, options));
}
