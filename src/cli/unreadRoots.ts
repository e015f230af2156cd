/**
 * Data roots, folders and logs that are missing or cannot be read, for answers about all sessions: an error, or a
 * sentence beside the answer.
 */
import * as path from 'node:path';
import { unreadLogs, type UnreadPlace } from '../core/answers/unreadPlaces.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import { rootCondition } from '../core/roots/rootCondition.ts';
import { formatCount } from '../core/text/format.ts';
import { unreadPaths, type UnreadPaths } from '../presentation/unreadPaths.ts';
import type { CliError } from './answers.ts';
import { cannotTell } from './callContext.ts';
import type { CliContext } from './context.ts';

/**
 * The error to answer with when none of the data roots is there. Of one that cannot be looked at, that is not known.
 */
export function missingRoots(context: CliContext): CliError | undefined {
  const conditions = context.roots.map(rootCondition);
  if (conditions.some((condition) => condition === 'found' || condition === 'unreadable')) return undefined;
  return { error: 'not_found', message: 'None of the data roots holds Claude Code data.', roots: context.roots };
}

/**
 * The error to answer with when a data root could not be listed; a warning when a folder could not, or a log could not
 * be read. The rest is not all.
 */
export function unlistedRoots(context: CliContext, index: SessionIndex): CliError | undefined {
  const unlisted = unlistedProjects(context, index);
  if (unlisted === undefined) warnOfUnreadPlaces(context, index);
  return unlisted;
}

/** The error alone. */
export function unlistedProjects(context: CliContext, index: SessionIndex): CliError | undefined {
  const projects = context.roots.map((root) => path.join(root, 'projects'));
  const paths = index.passedOver.map(({ path: folder }) => folder).filter((folder) => projects.includes(folder));
  return paths.length > 0 ? { error: 'unreadable', message: 'A data root could not be listed.', paths } : undefined;
}

/** What could not be read, in an answer that may lack it; nothing where all could be. */
export type MayLack = Partial<UnreadPaths>;

export function mayLack(...unread: readonly (readonly string[])[]): MayLack {
  const all = [...new Set(unread.flat())];
  return all.length > 0 ? unreadPaths(all) : {};
}

/**
 * The same for an answer that lists something: the error to answer with where nothing is listed, which may not be so.
 */
export function mayLackAll(
  what: string,
  listed: readonly unknown[],
  { unread, unreadCount }: MayLack,
): CliError | undefined {
  return listed.length === 0 && unread !== undefined ? cannotTell(what, unread, unreadCount) : undefined;
}

/** Places that may hold something of any session, plans directories, settings and the registry among them. */
export function unreadOfAll(context: CliContext): readonly string[] {
  const { directories, unreadRegistry } = context.openIndex();
  const places = context.unreadPlaces().map((place) => place.path);
  return [...places, ...directories.unlisted, ...directories.unreadSettings, ...unreadRegistry];
}

/** Says beside an answer about live sessions that there may be others. */
export function warnOfUnreadRegistry({ input }: CliContext, [first]: readonly string[]): void {
  if (first !== undefined) input.warn(`Which sessions are live may be said in ${first}, which could not be read.`);
}

/** Says beside an answer about all sessions that it may lack some. Returns the logs that could not be read. */
export function warnOfUnreadPlaces(context: CliContext, index: SessionIndex): readonly UnreadPlace[] {
  const unlisted = index.passedOver.filter(({ reason }) => reason === 'unreadable').map(({ path: folder }) => folder);
  const folders = [...unlisted, ...index.directories.unlisted];
  if (folders.length > 0) {
    const count = formatCount(folders.length, 'folder', 'folders');
    context.input.warn(`${count} could not be listed, the first one is ${folders[0]}.`);
  }
  const [settings] = index.directories.unreadSettings;
  if (settings !== undefined)
    context.input.warn(`Where plans are may be said in ${settings}, which could not be read.`);
  warnOfUnreadRegistry(context, index.unreadRegistry);
  const logs = [...unreadLogs(index)];
  if (logs.length > 0) {
    const count = formatCount(logs.length, 'log', 'logs');
    context.input.warn(`${count} could not be read, the first one is ${logs[0]?.path}.`);
  }
  return logs;
}
