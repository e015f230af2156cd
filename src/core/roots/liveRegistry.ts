/**
 * Live sessions: `<root>/sessions/<pid>.json` (2.1.100 on). An entry counts only while its process lives and started
 * when the entry says; after a kill the file stays. The client rewrites it in place, so a reader may meet half of it:
 * it is read again. `sessionId` follows /clear, /branch and an approval with cleared context.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseSessionId } from '../text/ids.ts';
import { isTime } from '../text/isoTime.ts';
import { isMissing } from '../disk/errors.ts';
import { mayBeThere } from '../disk/mayBeThere.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { rulesOf } from '../disk/otherSystem.ts';
import { isAlive } from '../disk/processes.ts';
import type { LiveProcess, LiveState, SessionId } from '../model.ts';
import type { ProcessTable } from '../disk/processStart.ts';
import { parseJson } from '../text/parseJson.ts';
import { union, nullish, number, object, safeParse, string, type Infer } from '../text/schema.ts';

const entry = object({
  pid: number,
  sessionId: string,
  procStart: nullish(union(string, number)),
  // Newer schemas have it for Windows beside the other; what was seen there has its FILETIME in `procStart`.
  procStartFt: nullish(union(string, number)),
  pidDomain: nullish(string),
  status: nullish(string),
  waitingFor: nullish(string),
  cwd: nullish(string),
  startedAt: nullish(number),
  name: nullish(string),
  kind: nullish(string),
  jobId: nullish(string),
  bridgeSessionId: nullish(string),
  entrypoint: nullish(string),
});

/** A process and the session that it has open. */
export interface RegisteredProcess extends LiveProcess {
  readonly sessionId: SessionId;
}

/**
 * What an entry says. On some systems the proof takes a program that is waited for: what the entry itself decides needs
 * none.
 */
export interface Registration extends Pick<RegisteredProcess, 'sessionId' | 'pid'> {
  /** `undefined` where its process is not proved to be there. */
  readonly prove: (processes: ProcessTable) => RegisteredProcess | undefined;
}

export interface LiveSession {
  /** Of all its processes the one that most wants a person: `waiting`, then `busy`, `running`, `idle`. */
  readonly state: LiveState;
  readonly waitingFor: string | undefined;
  /** When the first of its processes started. */
  readonly startedAt: number | undefined;
  /** At least one; one session can be open in several terminals. */
  readonly processes: readonly LiveProcess[];
}

/** The one that most wants a person first. */
export const liveStates: readonly LiveState[] = ['waiting', 'busy', 'running', 'idle'];

const entryName = /^[0-9]{1,10}\.json$/;
const largestEntry = 64 * 1024;
const longestWords = 200;
const longestPath = 4096;

/** Milliseconds before an entry that is half written is read again, and how many times that may happen in one go. */
const pauses = [1, 3, 6] as const;
const retries = 12;

/** What the registries of some roots say. */
export interface LiveRegistry {
  readonly live: Map<SessionId, LiveSession>;
  /**
   * Registries that cannot be listed, and entries of processes that are there that cannot be read: any session may be
   * live.
   */
  readonly unread: readonly string[];
}

/** The live sessions of all `roots`, or those among them that are `wanted`: of no other is the process looked at. */
export function liveSessions(
  roots: readonly string[],
  processes: ProcessTable,
  wanted?: (id: SessionId) => boolean,
): Map<SessionId, LiveSession> {
  return liveRegistry(roots, processes, wanted).live;
}

/** The same with what could not be read, of one look. */
export function liveRegistry(
  roots: readonly string[],
  processes: ProcessTable,
  wanted: (id: SessionId) => boolean = () => true,
): LiveRegistry {
  const ofSession = new Map<SessionId, LiveProcess[]>();
  const { known, unread } = registrationsIn(roots);
  const some = known.filter(({ sessionId }) => wanted(sessionId));
  for (const { sessionId, ...process } of some.flatMap((one) => one.prove(processes) ?? [])) {
    const others = ofSession.get(sessionId);
    if (others === undefined) ofSession.set(sessionId, [process]);
    else others.push(process);
  }
  const live = new Map([...ofSession].map(([id, all]) => [id, liveSession(all)] as const));
  return { live, unread };
}

function liveSession(some: readonly LiveProcess[]): LiveSession {
  const processes = [...some].sort(
    (a, b) => liveStates.indexOf(a.state) - liveStates.indexOf(b.state) || a.pid - b.pid,
  );
  const starts = processes.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    state: processes[0]?.state ?? 'running',
    waitingFor: processes.find(({ waitingFor }) => waitingFor !== undefined)?.waitingFor,
    startedAt: starts.length === 0 ? undefined : Math.min(...starts),
    processes,
  };
}

export interface Registrations {
  readonly known: readonly Registration[];
  /** As in `LiveRegistry`. */
  readonly unread: readonly string[];
}

/**
 * What the registry files of all `roots` say, proved or not. A registry that several roots share by links is read once.
 */
export function registrationsIn(roots: readonly string[]): Registrations {
  const read: { readonly directory: string; readonly names: readonly string[] }[] = [];
  const known: Registration[] = [];
  const unread: string[] = [];
  for (const root of roots) {
    const directory = folderOf(root);
    const names = namesIn(directory);
    if (names === undefined) {
      unread.push(directory);
      continue;
    }
    // Where no name is in both, two registries are two, and no link is followed to tell that.
    const isRead = read.some(
      (other) => other.names.some((name) => names.includes(name)) && isSameFolder(other.directory, directory),
    );
    if (isRead) continue;
    read.push({ directory, names });
    const reader = new EntryReader();
    for (const name of names) {
      const file = path.join(directory, name);
      const registration = registrationIn(file, reader);
      if (registration !== undefined) known.push(registration);
      // After a kill the file stays, and what cannot be read of it tells nothing of who is live.
      else if (reader.isUnread && isAlive(Number.parseInt(name, 10))) unread.push(file);
    }
  }
  return { known, unread };
}

/** Names of entries; `undefined` where the folder is there and cannot be listed. */
function namesIn(directory: string): string[] | undefined {
  try {
    return fs.readdirSync(directory).filter((name) => entryName.test(name));
  } catch (error) {
    return isMissing(error) ? [] : undefined;
  }
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return fs.realpathSync(one) === fs.realpathSync(other);
  } catch {
    return false;
  }
}

/** What the registry file of process `pid` in `root` says, proved or not; `unread` gets one that cannot be read. */
export function registrationOf(
  pid: number,
  root: string,
  unread: (file: string) => void = () => undefined,
): Registration | undefined {
  const file = path.join(folderOf(root), `${pid}.json`);
  const reader = new EntryReader();
  const found = registrationIn(file, reader);
  if (found === undefined && reader.isUnread) unread(file);
  return found;
}

function folderOf(root: string): string {
  return path.join(root, 'sessions');
}

/**
 * Sessions that may be running though the registry of `root` does not prove it: their process is there, and whether it
 * is theirs still cannot be told; or it is of another system or container, which sees this folder too. `any`: the
 * registry, or the entry of a process that is there, cannot be read.
 */
export function undecidedSessions(root: string, processes: ProcessTable): ReadonlySet<SessionId> | 'any' {
  const directory = folderOf(root);
  const undecided = new Set<SessionId>();
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch (error) {
    return isMissing(error) ? undecided : 'any';
  }
  const reader = new EntryReader();
  for (const name of names) {
    if (!entryName.test(name)) continue;
    const registered = reader.read(path.join(directory, name));
    const pid = Number.parseInt(name, 10);
    if (!(registered && isElsewhere(registered, processes)) && processes.startOf(pid) === undefined && !isAlive(pid))
      continue;
    if (registered === undefined) return 'any';
    const isKnown = isSameProcess(registered, processes) !== undefined;
    const sessionId = isKnown ? undefined : parseSessionId(registered.sessionId);
    if (sessionId !== undefined) undecided.add(sessionId);
  }
  return undecided;
}

/**
 * Milliseconds that an entry's own time may lie before and after the start of its process, which is known to the
 * second.
 */
const earliest = -2_000;
const latest = 10_000;

/**
 * Whether the process that has the number now is the one that wrote the entry, by its start; `undefined`: that cannot
 * be told.
 * 2.1.100 has no `procStart`, but the time at which it wrote the entry, a fraction of a second after its start.
 */
function isSameProcess(registered: Entry, processes: ProcessTable): boolean | undefined {
  if (isElsewhere(registered, processes)) return undefined;
  const { pid, startedAt } = registered;
  const procStart = registered.procStartFt ?? registered.procStart ?? undefined;
  const started = processes.startOf(pid);
  if (procStart !== undefined) return started === undefined ? undefined : String(procStart).trim() === started;
  const time = processes.timeOf?.(pid);
  if (time === undefined || !isTime(startedAt)) return undefined;
  // The clock may have been set since: another time refutes nothing.
  return startedAt - time >= earliest && startedAt - time <= latest ? true : undefined;
}

/**
 * Whether the process is one of another system (Windows and WSL can share a folder) or of another container: its number
 * says nothing here. `pidDomain` says so, which newer clients write (`win32:NAME`, `linux:MACHINE:pid:[NAMESPACE]`,
 * `darwin`); the form of `cwd` says it of others.
 */
function isElsewhere({ pidDomain, cwd }: Entry, { place }: ProcessTable): boolean {
  if (place === undefined) return false;
  const [system, namespace] = /^(\w+)(?::.*?(pid:\[\d+\])?$|$)/.exec(pidDomain ?? '')?.slice(1) ?? [];
  if (system === undefined) return isAbsolute(cwd) && (rulesOf(cwd) === path.win32) !== (place.platform === 'win32');
  if (system !== place.platform) return true;
  return namespace !== undefined && place.pidNamespace !== undefined && namespace !== place.pidNamespace;
}

function isAbsolute(file: string | null | undefined): file is string {
  return file !== undefined && file !== null && (path.posix.isAbsolute(file) || path.win32.isAbsolute(file));
}

function registrationIn(file: string, reader: EntryReader): Registration | undefined {
  const registered = reader.read(file);
  const sessionId = parseSessionId(registered?.sessionId);
  if (registered === undefined || sessionId === undefined) return undefined;
  const { pid } = registered;
  if (path.basename(file) !== `${pid}.json`) return undefined;
  return {
    sessionId,
    pid,
    prove: (processes) =>
      isSameProcess(registered, processes) === true ? processOf(registered, sessionId, file) : undefined,
  };
}

function processOf(registered: Entry, sessionId: SessionId, file: string): RegisteredProcess {
  const { pid, status, waitingFor, cwd, startedAt } = registered;
  const state = stateOf(status);
  const words = state === 'waiting' ? waitingFor?.slice(0, longestWords) : undefined;
  const place = cwd && path.isAbsolute(cwd) && cwd.length <= longestPath ? cwd : undefined;
  return {
    sessionId,
    pid,
    state,
    waitingFor: words,
    cwd: place,
    startedAt: isTime(startedAt) ? startedAt : undefined,
    name: wordsOf(registered.name),
    kind: wordsOf(registered.kind),
    jobId: wordsOf(registered.jobId),
    remoteId: wordsOf(registered.bridgeSessionId),
    entrypoint: wordsOf(registered.entrypoint),
    file,
  };
}

function wordsOf(text: string | null | undefined): string | undefined {
  return text?.slice(0, longestWords) || undefined;
}

type Entry = Infer<typeof entry>;

/** Reads entries; of all together only so many again, since a folder full of rubbish must not hold anyone up. */
class EntryReader {
  #retries = retries;
  #isUnread = false;

  /**
   * Whether the last file is there, or may be, and what it holds could not be had: refused, half written all the time,
   * or of a form that is not known, as of a client to come.
   */
  get isUnread(): boolean {
    return this.#isUnread;
  }

  read(file: string): Entry | undefined {
    for (const pause of [...pauses, undefined]) {
      const bytes = readSmallFile(file, largestEntry);
      // A client that ends deletes its entry.
      this.#isUnread = bytes === undefined && mayBeThere(file);
      if (bytes === undefined) return undefined;
      const json = parseJson(bytes);
      const known = json === undefined ? undefined : safeParse(entry, json);
      this.#isUnread = known === undefined;
      if (json !== undefined) return known;
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
