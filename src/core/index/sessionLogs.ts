/** The logs that one session is spread over. */
import { isSessionLog, type TrackedAgentLog, type TrackedLog, type TrackedSessionLog } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';

/** The logs of one session, by kind. */
export interface SessionLogs {
  readonly id: SessionId;
  readonly logs: readonly TrackedSessionLog[];
  /** Sorted by path. */
  readonly agents: readonly TrackedAgentLog[];
}

/** The same with changes: two small lists, since there is one for each session. */
export class MutableSessionLogs implements SessionLogs {
  readonly id: SessionId;
  readonly logs: TrackedSessionLog[] = [];
  readonly agents: TrackedAgentLog[] = [];

  constructor(id: SessionId) {
    this.id = id;
  }

  add(log: TrackedLog): void {
    if (isSessionLog(log)) {
      if (!this.logs.includes(log)) this.logs.push(log);
    } else if (!this.agents.includes(log)) {
      const after = this.agents.findLastIndex(({ file }) => file.path < log.file.path);
      this.agents.splice(after + 1, 0, log);
    }
  }

  remove(log: TrackedLog): void {
    if (isSessionLog(log)) removeFrom(this.logs, log);
    else removeFrom(this.agents, log);
  }
}

function removeFrom<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at !== -1) list.splice(at, 1);
}
