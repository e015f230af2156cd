/**
 * Live sessions: `<root>/sessions/<pid>.json` (2.1.100 on). An entry counts only while its process lives and started when
 * the entry says; after a kill the file stays. The client rewrites it in place, so a reader may meet half of it: it is
 * read again. `sessionId` follows /clear, /branch and an approval with cleared context.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod/mini';
import { parseSessionId } from './ids.ts';
import { readSmallFile } from './log/openRegularFile.ts';
import type { LiveState, SessionId } from './model.ts';
import { statFields } from './processes.ts';

const entry = z.object({
  pid: z.number(),
  sessionId: z.string(),
  procStart: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  status: z.optional(z.nullable(z.string())),
  cwd: z.optional(z.nullable(z.string())),
  startedAt: z.optional(z.nullable(z.number())),
});

export interface LiveSession {
  readonly sessionId: SessionId;
  readonly pid: number;
  readonly state: LiveState;
  /** When its process started, in milliseconds since 1970, as the registry says. */
  readonly startedAt: number | undefined;
  /** The registry file. */
  readonly file: string;
}

/** What the system knows of a process. */
export interface ProcessTable {
  /**
   * When the process started, in the form the registry has it: on Linux the clock ticks of field 22 of `/proc/<pid>/stat`.
   * `undefined`: no such process, or no way to tell; then the entry proves nothing.
   */
  startOf(pid: number): string | undefined;
}

const largestEntry = 64 * 1024;
const attempts = 3;

export const systemProcesses: ProcessTable = {
  startOf: (pid) => statFields(pid)?.[19],
};

/** The sessions that live processes have open now, as the registry files of `root` prove them. */
export function liveSessions(root: string, processes: ProcessTable): LiveSession[] {
  const directory = path.join(root, 'sessions');
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .filter((name) => /^[0-9]{1,10}\.json$/.test(name))
    .flatMap((name) => liveSession(path.join(directory, name), processes) ?? []);
}

function liveSession(file: string, processes: ProcessTable): LiveSession | undefined {
  const registered = readEntry(file);
  const sessionId = parseSessionId(registered?.sessionId);
  if (registered === undefined || sessionId === undefined) return undefined;
  const { pid, procStart, status, startedAt } = registered;
  if (path.basename(file) !== `${pid}.json`) return undefined;
  const started = processes.startOf(pid);
  if (started === undefined) return undefined;
  // 2.1.100 writes no start time: its process may have been another's since. That proves nothing.
  if (procStart === undefined || procStart === null) return undefined;
  if (String(procStart) !== started) return undefined;
  return { sessionId, pid, state: stateOf(status), startedAt: startedAt ?? undefined, file };
}

function readEntry(file: string): z.infer<typeof entry> | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const bytes = readSmallFile(file, largestEntry);
    if (bytes === undefined) return undefined;
    try {
      return entry.safeParse(JSON.parse(bytes.toString('utf8'))).data;
    } catch {
      // Half written: once more.
    }
  }
  return undefined;
}

function stateOf(status: string | null | undefined): LiveState {
  return status === 'busy' || status === 'idle' || status === 'waiting' ? status : 'running';
}
