/**
 * Which session and agent a request comes from. A server lives through /clear and /branch, so its environment proves
 * little.
 */
import { callerOfToolCall, whenWritten } from '../core/answers/callerOfToolCall.ts';
import { processTable } from '../core/disk/processStart.ts';
import { callerSession } from '../core/roots/callerSession.ts';
import { parseSessionId } from '../core/text/ids.ts';
import type { McpCaller } from '../mcp/host.ts';
import type { CliContext } from './context.ts';

const processes = processTable(() => true);

/** What `McpHost` gives the server. */
export async function mcpCaller(
  context: CliContext,
  toolUseId: unknown,
  signal: AbortSignal,
): Promise<McpCaller | undefined> {
  if (typeof toolUseId === 'string') {
    const caller = await whenWritten(
      (lookedAt) => callerOfToolCall(toolUseId, context.refreshIndex(), lookedAt),
      signal,
    );
    if (caller !== undefined) {
      const { sessionId, agentId, evidence } = caller;
      return { sessionId, proof: 'tool-call', ...(agentId === undefined ? {} : { agentId }), evidence };
    }
  }
  const { CLAUDE_CODE_CHILD_SESSION: _ofNoCall, ...env } = context.input.env;
  const found = callerSession({ pid: process.pid, env }, context.roots, processes);
  const sessionId = parseSessionId(found?.text);
  return found && sessionId && { sessionId, proof: found.proof };
}
