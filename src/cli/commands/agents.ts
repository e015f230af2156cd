/** `agents`: the agents of one session. */
import { agentsOfSession } from '../../core/agents/agentsOfSession.ts';
import type { AgentLog } from '../../core/model.ts';
import { logsInOrder } from '../../core/plans/sessionPlans.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { agentLine } from '../text.ts';

/** An agent in the CLI's contract. */
export type AgentJson = Omit<AgentLog, 'spawn'>;

export const agents: Command<readonly AgentJson[]> = {
  help: ['agents [--session-id ID]', '  Lists the agents of the session with the calls that started them.'],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const sources = context.index.sessionLogs(id);
    if (sources === undefined) return [];
    const { logs, agents: known } = sources;
    const live = context.index.live(id);
    return agentsOfSession({ sessionId: id, logs: logsInOrder(logs), agents: known, live }).map(agentJson);
  },
  text: (list) => (list.length === 0 ? 'This session has no agents.' : list.map(agentLine).join('\n')),
};

export function agentJson({ spawn: found, ...agent }: AgentLog): AgentJson {
  return agent;
}
