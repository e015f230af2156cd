/** Sessions of which only other files are left: their logs were cleaned away, or were never written. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { sessionOfJob } from '../extras/extrasLayout.ts';
import { listExtras, type SharedNames } from '../extras/listExtras.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId, SessionRow } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';

const folders = ['todos', 'tasks', 'file-history', 'debug', 'session-env'];

/** Their rows, by ID. */
export function* sessionsWithoutLogs(index: SessionIndex): Generator<SessionRow, void> {
  const ids = new Set<SessionId>();
  for (const root of index.host.roots) {
    for (const name of folders.flatMap((folder) => namesIn(path.join(root, folder)))) {
      const id = parseSessionId(name.slice(0, 36));
      if (id !== undefined) ids.add(id);
    }
    const jobs = path.join(root, 'jobs');
    for (const name of namesIn(jobs)) {
      const job = sessionOfJob(path.join(jobs, name));
      if (job !== undefined) ids.add(job.sessionId);
    }
  }
  const shared: SharedNames = new Map();
  for (const id of [...ids].sort()) {
    if (!index.rows.has(id) && listExtras(index, id, shared).files.length > 0) yield rowWithoutLogs(index, id);
  }
}

/** What is known of a session that the index has nothing of. */
export function rowWithoutLogs(index: SessionIndex, sessionId: SessionId): SessionRow {
  return {
    sessionId,
    title: undefined,
    titleSource: undefined,
    cwds: [],
    branch: undefined,
    entrypoints: [],
    names: [],
    firstActivity: undefined,
    lastActivity: undefined,
    state: index.live(sessionId)?.state,
    waitingFor: index.live(sessionId)?.waitingFor,
    slugs: [],
    plans: 0,
    agents: 0,
    scratch: 0,
    root: index.host.roots[0] ?? '',
    logs: [],
    origins: [],
  };
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
