/** What a log's path says of all its records. */
export interface LogContext {
  /**
   * The session it belongs to: its file name, or the folder `<session-id>/subagents` above it; unknown for a flat agent
   * log.
   */
  readonly ownId: string | undefined;
  /** The other sessions that the agent ran in: what names them is no other session's. */
  readonly alsoOf?: readonly string[];
  /** All its records are a subagent's. */
  readonly agentLog: boolean;
}
