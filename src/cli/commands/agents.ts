/** `agents`: the agents of one session. */
import { agentsOfSession } from '../../core/agents/agentsOfSession.ts';
import { logsInOrder } from '../../core/plans/sessionPlans.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { agentJson, type AgentJson } from '../json.ts';
import { agentLine } from '../text.ts';

export const command: Command<readonly AgentJson[]> = {
  help: ['agents [--session-id ID]', '  Lists the agents of the session with the calls that started them.'],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const index = context.openIndex();
    const sources = index.sessionLogs(id);
    if (sources === undefined) return [];
    const { logs, agents: known } = sources;
    const live = index.live(id);
    return agentsOfSession({ sessionId: id, logs: logsInOrder(logs), agents: known, live }).map(agentJson);
  },
  text: (list) => (list.length === 0 ? 'This session has no agents.' : list.map(agentLine).join('\n')),
};
