/** All logs as columns for the cache, and back. */
import * as path from 'node:path';
import { checksum, type CacheFile } from './cacheFile.ts';
import { textOf, type Columns } from './columns.ts';
import type { FileStamp } from '../../disk/fileStamp.ts';
import type { LogSummary } from '../../log/trackedLog.ts';
import type { CachedFolder, NumberedIds } from '../cachedIndex.ts';
import type { CatalogFolder } from '../catalogFolder.ts';
import type { LogCatalog } from '../logCatalog.ts';
import { noOwner, PackedLogs, severalOwners, type PackedLogsData } from './packedLogs.ts';
import type { SessionId, SessionRow } from '../../model.ts';
import { parseSessionId } from '../../text/ids.ts';
import { LogFolder } from '../../roots/logFolder.ts';

const folderWidth = 4;

export const folderColumns = {
  /** Of each folder: project by number, session by number or `noOwner`, count of its logs, bytes of their names. */
  folders: Int32Array,
  /** Of each folder the names of its logs, joined by newlines. */
  names: Uint8Array,
} as const;

export const logColumns = {
  /** Of each log: size, mtimeMs, ctimeMs, inode; size NaN: to be read again. */
  stamps: Float64Array,
  /** Of each log: session by number, `noOwner` or `severalOwners`. */
  owners: Int32Array,
  /** Of each log: where what it says begins in the cache's body; then where that of the last one ends. */
  starts: Float64Array,
  /** Of each log: checksum of what it says. */
  checksums: Uint32Array,
  /** Of each log: whether it speaks of files. */
  files: Uint8Array,
  /** Of each session: the folder of its one log, when that is named after the session; else -1. */
  homes: Int32Array,
} as const;

/** The part that is no column. */
export interface LogTexts {
  /** Project directories: root by number, name. */
  readonly projects: readonly (readonly [root: number, name: string])[];
  /** Of folders that lie deeper than a session's `subagents`: the names on the way. */
  readonly deeper: readonly (readonly [folder: number, names: readonly string[]])[];
  /** Of folders of sessions that are not named in small letters: the session's ID as it is spelled. */
  readonly spelled: readonly (readonly [folder: number, ownName: string])[];
  /** Logs with lines that were skipped or repaired. */
  readonly damaged: readonly (readonly [log: number, badLines: number, repairedLines: number])[];
  /** Logs of several sessions. */
  readonly shared: readonly (readonly [log: number, sessions: readonly number[]])[];
  /** Sessions with other logs than the one in their home: all logs, in their order. */
  readonly split: readonly (readonly [session: number, logs: readonly number[]])[];
}

export interface LogTable {
  readonly columns: Columns<typeof folderColumns & typeof logColumns>;
  readonly texts: LogTexts;
}

/** Adds what the logs say to the body. The rows number the sessions. */
export function packLogs(
  logs: LogCatalog,
  rows: readonly SessionRow[],
  roots: readonly string[],
  write: (piece: Buffer) => void,
): LogTable {
  const packer = new LogPacker(rows, roots, write);
  for (const folder of logs.folders) packer.add(folder, logs.summariesOf(folder));
  return packer.table();
}

class LogPacker {
  readonly #rows: readonly SessionRow[];
  readonly #roots: readonly string[];
  readonly #write: (piece: Buffer) => void;
  readonly #sessions: ReadonlyMap<SessionId, number>;
  /** Numbers of the logs of sessions that have other logs than one named after them. */
  readonly #odd = new Map<string, number>();
  readonly #folderNumbers = new Map<string, number>();
  readonly #projects: [root: number, name: string][] = [];
  readonly #projectNumbers = new Map<string, number>();
  readonly #deeper: [number, readonly string[]][] = [];
  readonly #spelled: [number, string][] = [];
  readonly #shared: [number, number[]][] = [];
  readonly #folders: number[] = [];
  readonly #stamps: number[] = [];
  readonly #damaged: [log: number, badLines: number, repairedLines: number][] = [];
  readonly #owners: number[] = [];
  readonly #starts = [0];
  readonly #checksums: number[] = [];
  readonly #files: number[] = [];
  readonly #names: string[] = [];

  constructor(rows: readonly SessionRow[], roots: readonly string[], write: (piece: Buffer) => void) {
    this.#rows = rows;
    this.#roots = roots;
    this.#write = write;
    this.#sessions = new Map(rows.map(({ sessionId }, i) => [sessionId, i]));
    for (const row of rows) if (homeOf(row) === undefined) for (const log of row.logs) this.#odd.set(log, -1);
  }

  add({ folder }: CatalogFolder, logs: ReturnType<LogCatalog['summariesOf']>): void {
    const session = folder.sessionId === undefined ? noOwner : this.#sessions.get(folder.sessionId);
    // A folder of a session without a row has nothing to save.
    if (session === undefined) return;
    const names: string[] = [];
    const prefix = folder.path + path.sep;
    for (const { name, summary } of logs) {
      const file = prefix + name;
      if (this.#odd.has(file)) this.#odd.set(file, this.#owners.length);
      names.push(name);
      this.#addLog(summary);
    }
    if (names.length === 0) return;
    const number = this.#folders.length / folderWidth;
    this.#folderNumbers.set(folder.path, number);
    if (folder.subfolders.length > 0) this.#deeper.push([number, folder.subfolders]);
    const { ownName } = folder;
    if (ownName !== undefined && ownName !== folder.sessionId) this.#spelled.push([number, ownName]);
    const text = names.join('\n');
    this.#names.push(text);
    this.#folders.push(this.#project(folder), session, names.length, text.length);
  }

  table(): LogTable {
    const columns = {
      folders: Int32Array.from(this.#folders),
      stamps: Float64Array.from(this.#stamps),
      owners: Int32Array.from(this.#owners),
      starts: Float64Array.from(this.#starts),
      checksums: Uint32Array.from(this.#checksums),
      files: Uint8Array.from(this.#files),
      names: Buffer.from(this.#names.join('')),
      homes: Int32Array.from(this.#rows, (row) => this.#folderNumbers.get(homeOf(row) ?? '') ?? -1),
    };
    const split = this.#rows.flatMap((row, i) =>
      homeOf(row) === undefined && row.logs.length > 0
        ? [[i, row.logs.map((log) => this.#odd.get(log) ?? -1)] as const]
        : [],
    );
    const texts = {
      projects: this.#projects,
      deeper: this.#deeper,
      spelled: this.#spelled,
      damaged: this.#damaged,
      shared: this.#shared,
      split,
    };
    return { columns, texts };
  }

  #addLog(log: LogSummary): void {
    const { stamp, badLines, repairedLines, owners } = log;
    const encoded = log.encode();
    const number = this.#owners.length;
    this.#files.push(log.speaksOfFiles ? 1 : 0);
    this.#stamps.push(...numbersOf(stamp));
    if (badLines + repairedLines > 0) this.#damaged.push([number, badLines, repairedLines]);
    const [session = noOwner, ...others] = owners.flatMap((id) => this.#sessions.get(id) ?? []);
    this.#owners.push(others.length > 0 ? severalOwners : session);
    if (others.length > 0) this.#shared.push([number, [session, ...others]]);
    this.#starts.push((this.#starts.at(-1) ?? 0) + (encoded?.length ?? 0));
    this.#checksums.push(encoded === undefined ? 0 : checksum(encoded));
    if (encoded !== undefined) this.#write(encoded);
  }

  #project({ project, root, projectName }: LogFolder): number {
    let number = this.#projectNumbers.get(project);
    if (number === undefined) {
      number = this.#projects.push([this.#roots.indexOf(root), projectName]) - 1;
      this.#projectNumbers.set(project, number);
    }
    return number;
  }
}

function numbersOf(stamp: FileStamp | undefined): [size: number, mtimeMs: number, ctimeMs: number, ino: number] {
  return stamp === undefined ? [NaN, 0, 0, 0] : [stamp.size, stamp.mtimeMs, stamp.ctimeMs, stamp.ino];
}

/** The folder of a session's one log, when that is named after the session. */
function homeOf({ sessionId, logs }: SessionRow): string | undefined {
  const [log, ...others] = logs;
  const name = `${path.sep}${sessionId}.jsonl`;
  return others.length === 0 && log?.endsWith(name) ? log.slice(0, -name.length) : undefined;
}

/** The logs again; what they say stays in the cache's file. Throws when anything does not fit. */
export function unpackLogs(
  { columns, texts }: LogTable,
  sessions: NumberedIds,
  roots: readonly string[],
  cache: CacheFile,
): PackedLogs {
  return new PackedLogs({
    folders: unpackFolders({ columns, texts }, sessions, roots),
    sessions,
    stamps: columns.stamps,
    damaged: new Map(texts.damaged.map(([log, badLines, repairedLines]) => [log, { badLines, repairedLines }])),
    owners: columns.owners,
    files: columns.files,
    shared: new Map(texts.shared),
    encoded: bodyReader(columns, cache),
    close: () => cache.close(),
  });
}

/** Gives the paths of a session's logs. */
export function logsOfSessions(logs: PackedLogs, { columns, texts }: LogTable): (session: number) => readonly string[] {
  const split = new Map(texts.split);
  const { homes } = columns;
  return (session) => {
    const home = logs.folders[homes[session] ?? -1];
    if (home !== undefined) return [`${home.folder.path}${path.sep}${logs.sessions.idAt(session) ?? ''}.jsonl`];
    return (split.get(session) ?? []).flatMap((log) => logs.fileOf(log) ?? []);
  };
}

function unpackFolders({ columns, texts }: LogTable, sessions: NumberedIds, roots: readonly string[]): CachedFolder[] {
  const projects = texts.projects.map(([number, name]) => {
    const root = roots[number];
    if (root === undefined || !isName(name)) throw new Error('no project of these roots');
    return LogFolder.ofProject(root, name);
  });
  const deeper = new Map(texts.deeper);
  const spelled = new Map(texts.spelled);
  const names = textOf(columns.names, 'latin1');
  if (!logNames.test(names)) throw new Error('no names of logs');
  const folders: CachedFolder[] = [];
  let first = 0;
  let start = 0;
  const number = (at: number): number => columns.folders[at] ?? NaN;
  for (let at = 0; at < columns.folders.length; at += folderWidth) {
    const session = number(at + 1);
    const logs = number(at + 2);
    const owner = session === noOwner ? noOwner : sessions.idAt(session);
    const place = at / folderWidth;
    const folder = folderOf(projects[number(at)], owner, spelled.get(place) ?? owner, deeper.get(place));
    const end = start + number(at + 3);
    folders.push({ folder, first, count: logs, names: names.slice(start, end) });
    first += logs;
    start = end;
  }
  if (start !== names.length || first !== columns.owners.length) throw new Error('not the logs that there are');
  return folders;
}

function folderOf(
  project: LogFolder | undefined,
  session: SessionId | typeof noOwner | undefined,
  ownName: string | typeof noOwner | undefined,
  deeper: readonly string[] | undefined,
): LogFolder {
  if (project === undefined || session === undefined) throw new Error('no folder of a root');
  if (session === noOwner) return project;
  if (typeof ownName !== 'string' || parseSessionId(ownName) !== session) throw new Error('no session ID');
  const folder = project.subagentsOf(ownName);
  if (deeper === undefined) return folder;
  if (!deeper.every(isName)) throw new Error('no folder of a session');
  return deeper.reduce((above, name) => above.nested(name) ?? above, folder);
}

/** Reads what logs say from the body. */
function bodyReader({ starts, checksums }: Columns<typeof logColumns>, cache: CacheFile): PackedLogsData['encoded'] {
  return (log) => {
    const [start = 0, end = 0] = starts.subarray(log, log + 2);
    const bytes = end > start ? cache.body(start, end - start) : undefined;
    return bytes !== undefined && checksum(bytes) === checksums[log] ? bytes : undefined;
  };
}

/** Characters of log names, and the newlines between them. */
const logNames = /^[\n\w.-]*$/;

/** Whether `name` is one part of a path. */
function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && path.basename(name) === name && !name.includes('\0');
}
