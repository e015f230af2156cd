/** Which extras a session has, by their names alone: folders are listed, no file is opened. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isMissing } from '../disk/errors.ts';
import { extraKinds, type ExtraKind, type Extras, type ExtraState, type SessionId } from '../model.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import {
  extraFolders,
  extraFoldersOfProject,
  extraName,
  jobFolder,
  sessionOfJob,
  type ExtrasFolder,
  type ExtraName,
} from './extrasLayout.ts';

/** Files of one kind that are listed. Clients keep 100 checkpoints of a session. */
export const mostListed = 500;

/** A file as the disk has it. */
export interface ListedFile {
  readonly name: ExtraName;
  readonly folder: ExtrasFolder;
  readonly path: string;
  /** `found` may turn out unreadable when it is opened. */
  readonly state: ExtraState;
  readonly bytes: number;
  /** Only to notice changes. */
  readonly mtimeMs: number;
}

export interface ExtrasListing extends Omit<Extras, 'files'> {
  readonly files: readonly ListedFile[];
}

/** Names in folders that hold files of all sessions: read once for many sessions. */
export type SharedNames = Map<string, readonly string[] | 'unreadable'>;

export interface ExtrasRequest {
  /** Files of each kind that are listed; more are counted. */
  readonly most?: number;
  /** What is asked for; by default all kinds. */
  readonly kinds?: readonly ExtraKind[];
}

/**
 * Kinds that people read. The rest are the client's own files (metadata, locks, journals), for `session` and `owner`:
 * to find them takes a walk through all folders of the session.
 */
export const readableExtraKinds: readonly ExtraKind[] = extraKinds.filter((kind) => kind !== 'session-file');

/** All extras of the session in all data roots. Never throws. */
export function listExtras(
  index: SessionIndex,
  id: SessionId,
  shared: SharedNames = new Map(),
  { most = mostListed, kinds = extraKinds }: ExtrasRequest = {},
): ExtrasListing {
  const folders = index.host.roots.flatMap((root) => [...extraFolders(root, id), ...jobFolders(root, id)]);
  for (const { sessionId, sessionFolder } of index.folders) {
    if (sessionId === id && sessionFolder !== undefined) folders.push(...extraFoldersOfProject(sessionFolder));
  }
  const files: ListedFile[] = [];
  const omitted = Object.fromEntries(extraKinds.map((kind) => [kind, 0])) as Record<ExtraKind, number>;
  const unlisted: { kind: ExtraKind; path: string }[] = [];
  for (const kind of kinds) {
    const found = folders
      .filter((folder) => folder.kind === kind)
      .flatMap((folder) => {
        const unread = (place: string): void => {
          if (!unlisted.some((one) => one.path === place)) unlisted.push({ kind, path: place });
        };
        if (folder.kind === 'session-file')
          return otherFilesIn(folder, id, index, unread).map((one) => ({ ...one, folder }));
        const names = namesIn(folder, id, shared);
        if (names !== 'unreadable') return names.map((one) => ({ ...one, folder }));
        unread(folder.path);
        return [];
      });
    const ordered = inOrder(found, id);
    omitted[kind] = Math.max(0, ordered.length - most);
    for (const { name, folder, file } of ordered.slice(0, most)) {
      const stats = statsOf(file);
      if (stats === undefined) continue;
      const { state, bytes, mtimeMs } = stats;
      files.push({ name, folder, path: file, state, bytes, mtimeMs });
    }
  }
  return { files, omitted, unlisted };
}

interface NamedFile {
  readonly name: ExtraName;
  readonly file: string;
}

function namesIn({ kind, path: folder, isOwn }: ExtrasFolder, id: SessionId, shared: SharedNames) {
  const names = kind === 'debug-log' ? debugLogIn(folder, id) : (shared.get(folder) ?? listed(folder, isOwn));
  if (!isOwn && kind !== 'debug-log') shared.set(folder, names);
  if (typeof names === 'string') return names;
  return names.flatMap((text): NamedFile[] => {
    const name = !isOwn && !text.startsWith(id) ? undefined : extraName(kind, text, id);
    return name === undefined ? [] : [{ name, file: folder + path.sep + text }];
  });
}

/** The folder of all debug logs need not be listed for one name; but that name is there only if the system says so. */
function debugLogIn(folder: string, id: SessionId): string[] | 'unreadable' {
  const name = `${id}.txt`;
  const stats = statsOf(folder + path.sep + name);
  if (stats?.state === 'unreadable') return 'unreadable';
  return stats === undefined ? [] : [name];
}

/** A job is the session's where its state names the whole ID. */
function jobFolders(root: string, id: SessionId): ExtrasFolder[] {
  const folder = jobFolder(root, id);
  const job = sessionOfJob(folder);
  return job?.sessionId === id ? [{ kind: 'session-file', path: folder, isOwn: true, job: job.evidence }] : [];
}

/**
 * Names of files below a folder of the session that are neither logs nor extras of another kind. Links are not
 * followed. `unread`: called with each folder that is not listed, since the system refuses or it lies too deep; with the
 * folder itself where there are too many files below it, and then no more of them is looked at.
 */
function otherFilesIn(
  { path: top, kindsBelow = {} }: ExtrasFolder,
  id: SessionId,
  { logs }: SessionIndex,
  unread: (folder: string) => void,
): NamedFile[] {
  const files: NamedFile[] = [];
  let isFull = false;
  const walk = (folder: string, depth: number): void => {
    const names = depth > deepest ? 'unreadable' : listed(folder, true);
    if (typeof names === 'string') return unread(folder);
    for (const name of names) {
      if (isFull) return;
      const file = folder + path.sep + name;
      const isFolder = statsOf(file)?.isFolder === true;
      if (isFolder) walk(file, depth + 1);
      const kind = kindsBelow[path.relative(top, folder)];
      const isOfAKind = kind !== undefined && extraName(kind, name, id) !== undefined;
      if (isFolder || isOfAKind || logs.has(file)) continue;
      isFull = files.length >= mostFound;
      if (isFull) unread(top);
      else files.push({ name: { kind: 'session-file' }, file });
    }
  };
  walk(top, 0);
  return files;
}

const deepest = 8;
const mostFound = 20_000;

function listed(folder: string, isOwn: boolean): string[] | 'unreadable' {
  try {
    if (isOwn) {
      const stats = fs.lstatSync(folder, { throwIfNoEntry: false });
      // A link would show the files of another session.
      if (stats !== undefined && !stats.isDirectory()) return 'unreadable';
    }
    return fs.readdirSync(folder);
  } catch (error) {
    return isMissing(error) ? [] : 'unreadable';
  }
}

/** `undefined` when nothing is there any more. */
function statsOf(
  file: string,
): (Pick<ListedFile, 'state' | 'bytes' | 'mtimeMs'> & { readonly isFolder?: boolean }) | undefined {
  try {
    const stats = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isFile())
      return { state: 'not-a-regular-file', bytes: 0, mtimeMs: stats.mtimeMs, isFolder: stats.isDirectory() };
    return { state: 'found', bytes: stats.size, mtimeMs: stats.mtimeMs };
  } catch (error) {
    return isMissing(error) ? undefined : { state: 'unreadable', bytes: 0, mtimeMs: 0 };
  }
}

/**
 * The main agent's todos before those of the others, tasks by number, and the newest version of each file before older
 * ones.
 */
function inOrder<T extends NamedFile>(files: readonly T[], id: SessionId): T[] {
  const newestFirst = files.map((file) => ({ file, order: orderOf(file.name, id) })).sort((a, b) => a.order - b.order);
  const versionsBefore = new Map<string, number>();
  const ranked = newestFirst.map(({ file, order }) => {
    if (file.name.kind !== 'checkpoint') return { file, rank: order };
    const rank = versionsBefore.get(file.name.hash) ?? 0;
    versionsBefore.set(file.name.hash, rank + 1);
    return { file, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank || (a.file.file < b.file.file ? -1 : 1)).map(({ file }) => file);
}

function orderOf(name: ExtraName, id: SessionId): number {
  if (name.kind === 'todos') return name.agentId === id ? 0 : 1;
  if (name.kind === 'task') return name.number;
  return name.kind === 'checkpoint' ? -name.version : 0;
}
