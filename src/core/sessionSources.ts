/** The logs that one session is spread over. */
import { isSessionLog, type KnownAgentLog, type KnownLog, type KnownSessionLog } from './logStore.ts';
import type { SessionId } from './model.ts';

/** Everything known of one session before it is resolved. */
export interface SessionSources {
  readonly id: SessionId;
  readonly logs: readonly KnownSessionLog[];
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
    if (isSessionLog(log)) addOnce(this.logs, log);
    else addOnce(this.agents, log);
  }

  remove(log: KnownLog): void {
    if (isSessionLog(log)) removeFrom(this.logs, log);
    else removeFrom(this.agents, log);
  }
}

function addOnce<T>(list: T[], one: T): void {
  if (!list.includes(one)) list.push(one);
}

function removeFrom<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at !== -1) list.splice(at, 1);
}
