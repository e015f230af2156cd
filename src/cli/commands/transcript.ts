/** `transcript`: what was said in a session, or in one of its agents, as Markdown. */
import { agentsOf } from '../../core/answers/agentsOf.ts';
import { shortId } from '../../core/text/ids.ts';
import { sessionLogPaths } from '../../core/roots/roots.ts';
import { documentHead, markdownPages } from '../../core/transcript/document.ts';
import { logIdentity } from '../../core/transcript/logIdentity.ts';
import { LogUnreadableError } from '../../core/log/openLog.ts';
import type { SessionId } from '../../core/model.ts';
import { isCliError, type CliError } from '../answers.ts';
import { cannotTell } from '../callContext.ts';
import type { Command } from '../command.ts';
import { hostHelp, hostOptions } from '../hosts/remoteCommand.ts';
import { noSuchAgent } from '../sessionErrors.ts';
import type { CliContext } from '../context.ts';
import { printAll } from '../stream.ts';

interface Log {
  readonly path: string;
  readonly title: string;
  readonly sessionId: SessionId;
}

export const command: Command<never> = {
  help: [
    'transcript [--session-id ID] [--agent AGENT]',
    '  Prints the transcript of the session as Markdown; all text of the log stands in code, so that no link is alive.',
    '  --agent AGENT   the transcript of this agent of the session',
    ...hostHelp,
  ],
  options: { agent: { type: 'string' }, ...hostOptions },
  positional: 'session-id',
  async run(context) {
    const id = context.sessionId();
    if (isCliError(id)) return id;
    const agent = context.text('agent');
    const { logs, unread } = agent === undefined ? sessionLogs(context, id) : agentLogs(context, id, agent);
    if (logs.length === 0) return missing(context, id, agent, unread);
    let current: Log | undefined;
    try {
      await printAll(pagesOf(logs, (log) => (current = log)));
    } catch (error) {
      if (!(error instanceof LogUnreadableError)) throw error;
      return { error: 'unreadable', message: 'The log cannot be read.', path: current?.path, reason: error.failure };
    }
    return undefined;
  },
  text: () => '',
};

interface Logs {
  readonly logs: readonly Log[];
  /** Where there may be more of them, and nothing could be looked at. */
  readonly unread: readonly string[];
}

function sessionLogs(context: CliContext, id: SessionId): Logs {
  const { logs, unread } = sessionLogPaths(context.roots, id);
  const title = `session ${shortId(id)}`;
  return { logs: logs.map(({ path }) => ({ path, title, sessionId: id })), unread };
}

/** All its logs: an agent that runs at /clear or /branch goes on under the new session. */
function agentLogs(context: CliContext, id: SessionId, agent: string): Logs {
  const index = context.openIndex();
  const logs = agentsOf(index, id)
    .filter(({ agentId }) => agentId === agent)
    .flatMap(({ logs }) => logs)
    .map((path) => ({ path, title: `agent ${agent}`, sessionId: index.logs.get(path)?.file.sessionId ?? id }));
  return { logs, unread: context.unread(id) };
}

function missing(context: CliContext, id: SessionId, agent: string | undefined, unread: readonly string[]): CliError {
  const known = context.knownSessionId();
  if (isCliError(known)) return known;
  if (agent !== undefined) return noSuchAgent(unread);
  if (unread.length > 0) return cannotTell('Whether this session has a log', unread);
  return {
    error: 'not_found',
    message: 'This session has no log on disk; --agent prints those of its agents.',
  };
}

function* pagesOf(logs: readonly Log[], begins: (log: Log) => void): Generator<string, void> {
  for (const log of logs) {
    begins(log);
    const { path, title, sessionId } = log;
    yield documentHead({ title, sessionId, path });
    yield* markdownPages(path, logIdentity(path, sessionId));
  }
}
