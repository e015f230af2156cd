/** What happened to a session under its own ID: its talk was compacted, cleared, resumed; it runs in the background. */
import * as fs from 'node:fs';
import { openRegularFile } from '../disk/openRegularFile.ts';
import { jobFolder, sessionOfJob } from '../extras/extrasLayout.ts';
import { candidateLines } from '../log/candidateLines.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import { clearNeedle, compactionNeedle, isClear, isCompaction } from '../log/contextResets.ts';
import type { Evidence, SessionId } from '../model.ts';
import { logsInOrder } from '../plans/sessionPlans.ts';
import { parseSessionId } from '../text/ids.ts';
import { timeOf } from '../text/isoTime.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { object, optional, safeParse, string, type Json } from '../text/schema.ts';

/**
 * `compacted`: the client replaced the talk by a summary; `cleared`: a person typed /clear, which begins a new session
 * (in 2.1.12 and 2.1.47 also within one); `resumed`: a hook of the client says so; `background`: a job of the client
 * names the session.
 */
export type SessionEventKind = 'compacted' | 'cleared' | 'resumed' | 'background';

export interface SessionEvent {
  readonly kind: SessionEventKind;
  /** Milliseconds since 1970, of the entry. */
  readonly time: number | undefined;
  readonly evidence: Evidence;
}

/**
 * A hook of the client at work (2.1.12 to 2.1.80: `progress`), and what it said (2.1.111: an attachment), both
 * published; without hooks no entry tells that a session was resumed.
 */
const hook = object({ hookName: string });
const hookEntry = object({ data: optional(hook), attachment: optional(hook) });

const kinds: readonly {
  readonly kind: SessionEventKind;
  /** Is in each line that can be one. */
  readonly needle: Buffer;
  readonly holds: (record: Json) => boolean;
}[] = [
  {
    kind: 'compacted',
    needle: compactionNeedle,
    holds: isCompaction,
  },
  {
    kind: 'cleared',
    needle: clearNeedle,
    holds: isClear,
  },
  {
    kind: 'resumed',
    needle: Buffer.from('"SessionStart:resume"'),
    holds: (record) => {
      const { data, attachment } = safeParse(hookEntry, record) ?? {};
      return (data ?? attachment)?.hookName === 'SessionStart:resume';
    },
  },
];

/** In log order. Reads the session's logs at the speed of a search. */
export function sessionEvents(index: SessionIndex, id: SessionId): SessionEvent[] {
  const logs = logsInOrder(index.sessionLogs(id)?.logs ?? []);
  const events = logs.flatMap(({ file, facts }) => eventsIn(file.path, id, facts.forkedFrom?.copiedUpTo ?? 0));
  const job = index.host.roots.map((root) => sessionOfJob(jobFolder(root, id))).find((one) => one?.sessionId === id);
  return job === undefined ? events : [...events, { kind: 'background', time: undefined, evidence: job.evidence }];
}

/** Of the lines behind those that are copies. */
function eventsIn(log: string, id: SessionId, copiedUpTo: number): SessionEvent[] {
  const opened = openRegularFile(log);
  if (opened.state !== 'open') return [];
  try {
    const { size } = opened.stats;
    const found = kinds.flatMap(({ kind, needle, holds }) => {
      const events: SessionEvent[] = [];
      for (const { line, start, bytes } of candidateLines(opened.fd, size, needle)) {
        const record = line > copiedUpTo && bytes !== undefined ? parseJsonObject(bytes) : undefined;
        if (record === undefined || !isOwn(record, id) || !holds(record)) continue;
        const evidence = { kind, file: log, line, offset: start };
        // Each of several hooks has an entry.
        if (kind === 'resumed' && events.at(-1)?.evidence.line === line - 1) events.pop();
        events.push({ kind, time: timeOf(record.timestamp), evidence });
      }
      return events;
    });
    return found.sort((a, b) => a.evidence.line - b.evidence.line);
  } catch {
    return [];
  } finally {
    fs.closeSync(opened.fd);
  }
}

function isOwn({ sessionId, forkedFrom }: Json, id: SessionId): boolean {
  return forkedFrom === undefined && (sessionId === undefined || parseSessionId(sessionId) === id);
}
