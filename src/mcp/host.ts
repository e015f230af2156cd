/** What the server is given by whoever starts it: all that it knows of sessions. */
import type { Evidence, SessionId } from '../core/model.ts';
import type { CallerProof } from '../core/roots/callerSession.ts';

/** Commands of the command line that the tools answer by. */
export type AskedCommand = 'plan' | 'touched' | 'siblings' | 'resolve' | 'scratch-dir';

/** The options and words of a command, as its command line would have them. */
export interface Question {
  readonly options?: Readonly<Record<string, string | boolean>>;
  readonly words?: readonly string[];
}

export interface McpCaller {
  readonly sessionId: SessionId;
  /** `tool-call`: an entry of a log holds the call. The others are of the process, and name no agent. */
  readonly proof: 'tool-call' | CallerProof;
  readonly agentId?: string;
  readonly evidence?: Evidence;
}

export interface McpHost {
  readonly version: string;
  /**
   * Which session and agent a request comes from; `undefined` where nothing names a session. `toolUseId`: as the
   * request carries it. Rejects when `signal` aborts.
   */
  callerOf(toolUseId: unknown, signal: AbortSignal): Promise<McpCaller | undefined>;
  /** What the command line answers now: the JSON of the contract, or its error. */
  ask(command: AskedCommand, question: Question): Promise<object>;
}
