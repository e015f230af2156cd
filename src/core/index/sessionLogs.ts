/** The logs that one session is spread over. */
import { isSessionLog, type KnownAgentLog, type KnownLog, type KnownSessionLog } from '../log/trackedLog.ts';
import type { SessionId } from '../model.ts';

/** Everything known of one session before it is resolved. */
export interface SessionSources {
  readonly id: SessionId;
  readonly logs: readonly KnownSessionLog[];
  /** By path, in whichever order they were found. */
  readonly agents: readonly KnownAgentLog[];
}

/** The same while it is kept up: two small lists, since there is one of it for each session. */
export class Sources implements SessionSources {
  readonly id: SessionId;
  readonly logs: KnownSessionLog[] = [];
  readonly agents: KnownAgentLog[] = [];

  constructor(id: SessionId) {
    this.id = id;
  }

  add(log: KnownLog): void {
    if (isSessionLog(log)) {
      if (!this.logs.includes(log)) this.logs.push(log);
    } else if (!this.agents.includes(log)) {
      const after = this.agents.findLastIndex(({ file }) => file.path < log.file.path);
      this.agents.splice(after + 1, 0, log);
    }
  }

  remove(log: KnownLog): void {
    if (isSessionLog(log)) removeFrom(this.logs, log);
    else removeFrom(this.agents, log);
  }
}

function removeFrom<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at !== -1) list.splice(at, 1);
}
