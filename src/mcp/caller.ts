/** Which session and agent a request comes from. A server lives through /clear and /branch, so its environment proves little. */
import { callerOfToolCall, whenWritten } from '../core/answers/callerOfToolCall.ts';
import { processTable } from '../core/disk/processStart.ts';
import type { Evidence, SessionId } from '../core/model.ts';
import { callerSession, type CallerProof } from '../core/roots/callerSession.ts';
import { parseSessionId } from '../core/text/ids.ts';
import type { McpHost } from './host.ts';

export interface McpCaller {
  readonly sessionId: SessionId;
  /** `tool-call`: an entry of a log holds the call. The others are of the process, and name no agent. */
  readonly proof: 'tool-call' | CallerProof;
  readonly agentId?: string;
  readonly evidence?: Evidence;
}

const processes = processTable(() => true);

/** `undefined` where nothing names a session. `toolUseId`: as the request carries it. Rejects when `signal` aborts. */
export async function callerOf(
  toolUseId: unknown,
  host: McpHost,
  signal?: AbortSignal,
): Promise<McpCaller | undefined> {
  if (typeof toolUseId === 'string') {
    const caller = await whenWritten((lookedAt) => callerOfToolCall(toolUseId, host.index(), lookedAt), signal);
    if (caller !== undefined) {
      const { sessionId, agentId, evidence } = caller;
      return { sessionId, proof: 'tool-call', ...(agentId === undefined ? {} : { agentId }), evidence };
    }
  }
  const { CLAUDE_CODE_CHILD_SESSION: _ofNoCall, ...env } = host.env;
  const found = callerSession({ pid: process.pid, env }, host.roots, processes);
  const sessionId = parseSessionId(found?.text);
  return found && sessionId && { sessionId, proof: found.proof };
}
