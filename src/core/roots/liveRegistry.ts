/**
 * Live sessions: `<root>/sessions/<pid>.json` (2.1.100 on). An entry counts only while its process lives and started when
 * the entry says; after a kill the file stays. The client rewrites it in place, so a reader may meet half of it: it is
 * read again. `sessionId` follows /clear, /branch and an approval with cleared context.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseSessionId } from '../text/ids.ts';
import { isMissing } from '../disk/errors.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { isAlive } from '../disk/processes.ts';
import type { LiveState, SessionId } from '../model.ts';
import type { ProcessTable } from '../disk/processStart.ts';
import { parseJson } from '../text/parseJson.ts';
import { union, nullish, number, object, safeParse, string, type Infer } from '../text/schema.ts';

const entry = object({
  pid: number,
  sessionId: string,
  procStart: nullish(union(string, number)),
  status: nullish(string),
  waitingFor: nullish(string),
  cwd: nullish(string),
  startedAt: nullish(number),
});

export interface LiveSession {
  readonly sessionId: SessionId;
  readonly pid: number;
  readonly state: LiveState;
  /** What it waits for while `waiting`, in the client's words, such as `permission prompt` (2.1.330). */
  readonly waitingFor: string | undefined;
  /** When its process started, in milliseconds since 1970, as the registry says. */
  readonly startedAt: number | undefined;
  /** The registry file. */
  readonly file: string;
}

const entryName = /^[0-9]{1,10}\.json$/;
const largestEntry = 64 * 1024;
const longestWords = 200;

/** Milliseconds before an entry that is half written is read again, and how many times that may happen in one go. */
const pauses = [1, 3, 6] as const;
const retries = 12;

/** The sessions that live processes have open now, as the registry files of `root` prove them. */
export function liveSessions(root: string, processes: ProcessTable): LiveSession[] {
  const directory = path.join(root, 'sessions');
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch {
    return [];
  }
  const reader = new EntryReader();
  return names
    .filter((name) => entryName.test(name))
    .flatMap(
      (name) => liveSession(reader.read(path.join(directory, name)), path.join(directory, name), processes) ?? [],
    );
}

/**
 * Sessions that may be running though the registry of `root` does not prove it: their process is there, and whether it is
 * theirs still cannot be told. `any`: the registry, or the entry of a process that is there, cannot be read.
 */
export function undecidedSessions(root: string, processes: ProcessTable): ReadonlySet<SessionId> | 'any' {
  const directory = path.join(root, 'sessions');
  const undecided = new Set<SessionId>();
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch (error) {
    return isMissing(error) ? undecided : 'any';
  }
  const reader = new EntryReader();
  for (const name of names) {
    const pid = entryName.test(name) ? Number.parseInt(name, 10) : 0;
    const started = pid === 0 ? undefined : processes.startOf(pid);
    if (started === undefined && !isAlive(pid)) continue;
    const registered = reader.read(path.join(directory, name));
    if (registered === undefined) return 'any';
    const { procStart } = registered;
    const isKnown = started !== undefined && procStart !== undefined && procStart !== null;
    const sessionId = isKnown ? undefined : parseSessionId(registered.sessionId);
    if (sessionId !== undefined) undecided.add(sessionId);
  }
  return undecided;
}

function liveSession(registered: Entry | undefined, file: string, processes: ProcessTable): LiveSession | undefined {
  const sessionId = parseSessionId(registered?.sessionId);
  if (registered === undefined || sessionId === undefined) return undefined;
  const { pid, procStart, status, waitingFor, startedAt } = registered;
  if (path.basename(file) !== `${pid}.json`) return undefined;
  // 2.1.100 writes no start time: its process may have been another's since. That proves nothing.
  if (procStart === undefined || procStart === null) return undefined;
  const started = processes.startOf(pid);
  if (started === undefined || String(procStart).trim() !== started) return undefined;
  const state = stateOf(status);
  const words = state === 'waiting' ? waitingFor?.slice(0, longestWords) : undefined;
  return { sessionId, pid, state, waitingFor: words, startedAt: startedAt ?? undefined, file };
}

type Entry = Infer<typeof entry>;

/** Reads entries; of all together only so many again, since a folder full of rubbish must not hold anyone up. */
class EntryReader {
  #retries = retries;

  read(file: string): Entry | undefined {
    for (const pause of [...pauses, undefined]) {
      const bytes = readSmallFile(file, largestEntry);
      if (bytes === undefined) return undefined;
      const json = parseJson(bytes);
      if (json !== undefined) return safeParse(entry, json);
      if (pause === undefined || this.#retries-- <= 0) return undefined;
      sleep(pause);
    }
    return undefined;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function stateOf(status: string | null | undefined): LiveState {
  return status === 'busy' || status === 'idle' || status === 'waiting' ? status : 'running';
}
