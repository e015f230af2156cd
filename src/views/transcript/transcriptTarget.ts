/** Which log a transcript shows, and what the sessions know of it. */
import { t } from '@vscode/l10n';
import * as path from 'node:path';
import type { AgentLog, SessionId, SessionRow } from '../../core/model.ts';
import { labelText, type SurfaceText } from '../../host/surfaces.ts';
import { shortId } from '../../core/text/ids.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { logIdentity, type LogContext, type LogIdentity } from '../../service/transcriptRequests.ts';
import type { EntryPosition } from '../../messages/webviewMessages.ts';
import type { TranscriptSessions } from './transcriptSessions.ts';

export interface TranscriptTarget {
  /** Absolute path of a session log or an agent log. */
  readonly path: string;
  /** For a flat agent log: the session it is opened for. */
  readonly sessionId?: SessionId;
  /** The entry to show first; else the end of the log. */
  readonly reveal?: EntryPosition | { readonly uuid: string };
}

/** A log as it is shown. */
export interface DescribedLog extends LogIdentity {
  readonly path: string;
  readonly title: SurfaceText<'label'>;
  /** All files of the log: an agent that runs at /clear or /branch goes on in one of the new session. */
  readonly logs: readonly string[];
  /** The other sessions of an agent that went on. */
  readonly alsoOf: readonly string[];
  /** The agent whose log it is. */
  readonly agent: AgentLog | undefined;
  /** The session's row. */
  readonly row: SessionRow | undefined;
}

/** Title and agent of the log, as far as the index knows them by now. */
export async function describeLog(target: TranscriptTarget, sessions: TranscriptSessions): Promise<DescribedLog> {
  const identity = logIdentity(target.path, target.sessionId);
  const agents = identity.agentLog ? await agentsOf(identity.ownId, sessions) : [];
  const agent = agents.find((one) => one.path === target.path);
  const row = identity.ownId === undefined ? undefined : sessions.row(identity.ownId);
  const title = identity.agentLog
    ? (agent?.description ?? agent?.type ?? t('Agent {0}', identity.agentId ?? ''))
    : (row?.title ?? (identity.ownId === undefined ? path.basename(target.path) : shortId(identity.ownId)));
  const logs = agent?.logs ?? [target.path];
  const alsoOf = logs.flatMap((log) => logIdentity(log).ownId ?? []).filter((id) => id !== identity.ownId);
  return { ...identity, path: target.path, logs, alsoOf, title: labelText(toSingleLine(title, 200)), agent, row };
}

/** What the reading thread is told of a log. */
export function readingOf({
  logs,
  ownId,
  alsoOf,
  agentLog,
}: DescribedLog): readonly [logs: readonly string[], LogContext] {
  return [logs, { ownId, alsoOf, agentLog }];
}

/** The log of the agent that a call of this log started. */
export async function agentOfCall(
  log: LogIdentity,
  call: { readonly toolUseId?: string; readonly agentId?: string },
  sessions: TranscriptSessions,
): Promise<AgentLog | undefined> {
  const agents = await agentsOf(log.ownId, sessions);
  const byCall = call.toolUseId === undefined ? undefined : agents.find((one) => one.toolUseId === call.toolUseId);
  return byCall ?? (call.agentId === undefined ? undefined : agents.find((one) => one.agentId === call.agentId));
}

async function agentsOf(id: SessionId | undefined, sessions: TranscriptSessions): Promise<readonly AgentLog[]> {
  return id === undefined ? [] : ((await sessions.details(id))?.agents ?? []);
}
