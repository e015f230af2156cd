import type { SessionId } from '../core/model.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';
import type { CliError } from './answers.ts';

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
