/** Which session a command is about: the row it was called on, an ID it was given, or the one that is picked. */
import { parseSessionId } from '../core/text/ids.ts';
import type { SessionId } from '../core/model.ts';
import type { TreeNode } from '../presentation/treeNodes.ts';
import type { CommandContext } from './commandContext.ts';
import { pickSession, transcriptSession, type PickOptions } from './sessionPick.ts';

/**
 * What an argument names: a row of the tree of sessions, the session of a row of another view, or a session ID as a
 * keybinding or another extension passes it.
 */
export function rowOrId(argument: unknown, context: CommandContext): TreeNode | SessionId | undefined {
  if (argument === undefined) return undefined;
  const { sessions, search, files, plans, hosts } = context;
  return (
    sessions.nodeOf(argument) ??
    search.sessionOf(argument) ??
    files.changedFiles.sessionOf(argument) ??
    plans.ownerOf(argument) ??
    hosts.sessionOf(argument) ??
    parseSessionId(argument)
  );
}

/** The session that an argument names; a heading of the tree names none. */
export function sessionOf(argument: unknown, context: CommandContext): SessionId | undefined {
  const target = rowOrId(argument, context);
  return typeof target === 'object' ? ('sessionId' in target ? target.sessionId : undefined) : target;
}

/** The sessions of the chosen rows; a heading stands for all below it. */
export function sessionsOfRows(argument: unknown, selected: unknown, context: CommandContext): SessionId[] {
  const ids = chosenRows(argument, selected).flatMap((row) => {
    const node = rowOrId(row, context);
    const isHeading = typeof node === 'object' && (node.kind === 'project' || node.kind === 'section');
    return isHeading ? context.sessions.sessionIdsIn(node) : asList(sessionOf(row, context));
  });
  return [...new Set(ids)];
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
  const chosen = chosenRows(argument, selected).flatMap((row) => asList(sessionOf(row, context)));
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
