/** `agent-entries`: the session's own entries of its agent logs, one a line, as the client wrote them. */
import { formatBytes } from '../../core/text/format.ts';
import { timeOf } from '../../core/text/isoTime.ts';
import type { SessionId } from '../../core/model.ts';
import { parseAge } from '../../core/scratch/staleAge.ts';
import { LogUnreadableError } from '../../core/log/openLog.ts';
import { logIdentity } from '../../core/transcript/logIdentity.ts';
import { ownEntries, type AgentLogPlace } from '../../core/transcript/ownEntries.ts';
import { escapeForTerminal, isCliError, type CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { noSuchAgent } from '../sessionErrors.ts';
import { printAll } from '../stream.ts';

interface Source {
  readonly path: string;
  readonly place: AgentLogPlace;
}

interface Filter {
  readonly type: string | undefined;
  /** Milliseconds since 1970. */
  readonly since: number | undefined;
}

export const command: Command<never> = {
  help: [
    'agent-entries [--session-id ID] [--agent AGENT] [--type TYPE] [--since TIME]',
    '  Prints JSON Lines: the session’s own entries of its agent logs, as the client wrote them, agent by agent.',
    '  --agent AGENT   of this agent alone',
    '  --type TYPE     of this type alone: user, assistant, system, attachment, …',
    '  --since TIME    not older than this: 2026-01-31, 2026-01-31T12:00:00Z, or an age such as 90m, 12h, 7d',
  ],
  options: { agent: { type: 'string' }, type: { type: 'string' }, since: { type: 'string' } },
  positional: 'session-id',
  async run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const since = sinceOf(context.text('since'), Date.now());
    if (isCliError(since)) return since;
    const sources = sourcesOf(context, id);
    const agent = context.text('agent');
    if (agent !== undefined && sources.length === 0) return noSuchAgent(context.unread(id));
    context.warnOfUnread(context.unread(id));
    await printAll(entryLines(context, id, sources, { type: context.text('type'), since }));
    return undefined;
  },
  text: () => '',
};

/** Agent logs in the order of their first entries; without `--agent` also the sidechains of the session logs. */
function sourcesOf(context: CliContext, id: SessionId): readonly Source[] {
  const known = context.openIndex().sessionLogs(id);
  const agent = context.text('agent');
  const agents = [...(known?.agents ?? [])]
    .filter(({ file }) => agent === undefined || file.agentId === agent)
    .map(({ file, facts }) => ({
      path: file.path,
      place: logIdentity(file.path).ownId === undefined ? ('flat' as const) : ('session-folder' as const),
      first: facts.shares.find(({ sessionId }) => sessionId === id)?.firstActivity ?? Infinity,
    }))
    .sort((a, b) => a.first - b.first);
  const logs = agent === undefined ? [...(known?.logs ?? [])].filter(({ facts }) => facts.sidechainEntries > 0) : [];
  return [...agents, ...logs.map(({ file }) => ({ path: file.path, place: 'session-log' as const }))];
}

function* entryLines(
  context: CliContext,
  id: SessionId,
  sources: readonly Source[],
  { type, since }: Filter,
): Generator<string, void> {
  for (const { path, place } of sources) {
    try {
      const tooLong = (bytes: number): void =>
        context.input.warn(`${path}: a line of ${formatBytes(bytes)} is too long and is left out`);
      for (const { record, text } of ownEntries(path, id, place, tooLong)) {
        if (type !== undefined && record['type'] !== type) continue;
        if (since !== undefined && (timeOf(record['timestamp']) ?? -Infinity) < since) continue;
        // Between values a log may hold blanks of any kind; in strings JSON has none of these.
        yield `${escapeForTerminal(text.replaceAll(/[\t\r]/g, ' '))}\n`;
      }
    } catch (error) {
      // The other logs are still worth printing.
      if (!(error instanceof LogUnreadableError)) throw error;
      context.input.warn(`${path}: ${error.failure.replaceAll('-', ' ')}`);
    }
  }
}

function sinceOf(text: string | undefined, now: number): number | undefined | CliError {
  if (text === undefined) return undefined;
  const age = parseAge(text);
  if (age !== undefined) return now - age;
  const time = timeOf(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return (
    time ?? { error: 'usage', message: '--since takes a time such as 2026-01-31T12:00:00Z, or an age such as 12h.' }
  );
}
