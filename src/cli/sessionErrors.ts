import type { SessionId } from '../core/model.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import { isInside } from '../core/disk/paths.ts';
import type { CliError } from './answers.ts';
import { cannotTell } from './callContext.ts';

/** The error to answer with when a session has logs and none of them can be read. */
export function unreadableSession(index: SessionIndex, id: SessionId): CliError | undefined {
  const logs = [...(index.sessionLogs(id)?.logs ?? [])];
  const failed = logs.find((log) => log.position === undefined && log.state !== 'read');
  if (failed === undefined || logs.some((log) => log.position !== undefined)) return undefined;
  return {
    error: 'unreadable',
    message: 'The log of this session cannot be read.',
    path: failed.file.path,
    reason: failed.state,
  };
}

/**
 * The error to answer with when all logs of a session lie in folders that cannot be listed now: what the cache has of
 * them is not what the disk says.
 */
export function unlistedSession(index: SessionIndex, id: SessionId, unread: readonly string[]): CliError | undefined {
  const logs = index.rows.get(id)?.logs ?? [];
  const folder = unread.find((place) => logs.length > 0 && logs.every((log) => log !== place && isInside(log, place)));
  if (folder === undefined) return undefined;
  return {
    error: 'unreadable',
    message: 'The folder of this session cannot be read.',
    path: folder,
  };
}

/** The error to answer with when the session has no such agent; its log may be what could not be looked at. */
export function noSuchAgent(unread: readonly string[]): CliError {
  if (unread.length > 0) return cannotTell('Whether the session has such an agent', unread);
  return { error: 'not_found', message: 'This session has no such agent with a log.' };
}
