/** `agents`: the agents of one session. */
import { agentsOf } from '../../core/answers/agentsOf.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { agentJson, type AgentJson } from '../json.ts';
import { agentLine } from '../text.ts';
import { mayLack, mayLackAll } from '../unreadRoots.ts';

export const command: Command<readonly AgentJson[]> = {
  help: ['agents [--session-id ID]', '  Lists the agents of the session with the calls that started them.'],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const agents = agentsOf(context.openIndex(), id).map(agentJson);
    const lack = mayLack(context.unread(id));
    const unknown = mayLackAll('Whether this session has agents', agents, lack);
    if (unknown !== undefined) return unknown;
    context.warnOfUnread(lack.unread);
    return agents;
  },
  text: (list) => (list.length === 0 ? 'This session has no agents.' : list.map(agentLine).join('\n')),
};
