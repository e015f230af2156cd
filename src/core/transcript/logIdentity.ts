/** What the path of a log says of it. */
import * as path from 'node:path';
import { agentIdOfFile, parseSessionId } from '../text/ids.ts';
import type { SessionId } from '../model.ts';
import type { LogContext } from './items/logContext.ts';

export interface LogIdentity extends LogContext {
  readonly ownId: SessionId | undefined;
  /** Of an agent log. */
  readonly agentId: string | undefined;
}

/**
 * A session log is named after its session; an agent log below `<session-id>/subagents` belongs to that session, a flat
 * one to whichever sessions its records name: `sessionId` is the one it was opened for.
 */
export function logIdentity(log: string, sessionId?: SessionId): LogIdentity {
  const name = path.basename(log);
  const agentId = agentIdOfFile(name);
  if (agentId === undefined) {
    return { ownId: parseSessionId(name.replace(/\.jsonl$/, '')) ?? sessionId, agentLog: false, agentId };
  }
  const folders = path.dirname(log).split(path.sep);
  const owner = parseSessionId(folders[folders.lastIndexOf('subagents') - 1]);
  return { ownId: owner ?? sessionId, agentLog: true, agentId };
}
