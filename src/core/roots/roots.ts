/** Data roots (folders like `~/.claude`) and the files in them. Only `readdir`: no file is opened here. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isMissing } from '../disk/errors.ts';
import { agentIdOfFile, parseSessionId } from '../text/ids.ts';
import { LogFolder } from './logFolder.ts';
import type { SessionId } from '../model.ts';

/**
 * The data roots to search: those named by the user, else `CLAUDE_CONFIG_DIR`, else `~/.claude`. Absolute, each once.
 * None where the home is no absolute path (`HOME=`): the working directory may be another user's.
 */
export function dataRoots(named: readonly string[], env: NodeJS.ProcessEnv, home: string): string[] {
  const fromEnvironment = env.CLAUDE_CONFIG_DIR?.trim();
  const roots = named.length > 0 ? named : [fromEnvironment ? fromEnvironment : path.join('~', '.claude')];
  return [...new Set(roots.flatMap((root) => rootAt(root, home) ?? []))];
}

function rootAt(folder: string, home: string): string | undefined {
  if (folder.trim() === '') return undefined;
  if (folder !== '~' && !/^~[/\\]/.test(folder)) return path.resolve(folder);
  return path.isAbsolute(home) ? path.join(home, folder.slice(1)) : undefined;
}

export interface SessionLogFile {
  readonly kind: 'session';
  readonly path: string;
  readonly sessionId: SessionId;
}

export interface AgentLogFile {
  readonly kind: 'agent';
  readonly path: string;
  readonly agentId: string;
  /** The session in whose folder it lies; `undefined` for a flat agent log, whose entries tell. */
  readonly sessionId: SessionId | undefined;
}

export type LogFile = SessionLogFile | AgentLogFile;

/**
 * What was passed over: names that fit no grammar, links and folders in a log's place, links in the place of a
 * session's folder.
 */
export interface PassedOver {
  readonly path: string;
  readonly reason: 'ignored-name' | 'not-a-regular-file' | 'not-a-folder' | 'unreadable';
}

export interface FolderListing {
  /** Names of the logs, in the order of the directory; `isKnown`: equal to the known ones that were given. */
  readonly names: readonly string[];
  readonly isKnown: boolean;
  /** The folders in it that hold, or may come to hold, agent logs. */
  readonly below: readonly LogFolder[];
  readonly passedOver: readonly PassedOver[];
}

/** Why a folder has no listing: nothing is there, or the system refuses (rights, descriptors). */
export type Unlisted = 'missing' | 'unreadable';

/**
 * The project directories of one of `roots` as folders of logs. A link to a directory is one, as the client writes
 * through it; but what another name among the roots stands for is read once, and so is a `projects` that several roots
 * share by links: it is the first one's. `read` has the targets of the links and the places of the roots up to now, and
 * is added to: ask for the roots in their order.
 */
export function projectFolders(
  root: string,
  roots: readonly string[] = [root],
  read = new Set<string>(),
): LogFolder[] | Unlisted {
  const projects = path.join(root, 'projects');
  const entries = entriesOf(projects);
  if (typeof entries === 'string') return entries;
  if (roots.length > 1 && isSharedProjects(root, roots, read)) return [];
  const isReadOnce = (entry: fs.Dirent): boolean => {
    if (entry.isDirectory()) return true;
    const target = entry.isSymbolicLink() ? directoryBehind(projects + path.sep + entry.name) : undefined;
    if (target === undefined || read.has(target)) return false;
    read.add(target);
    return !roots.some((one) => directoryBehind(path.join(one, 'projects')) === path.dirname(target));
  };
  return entries.filter(isReadOnce).map(({ name }) => LogFolder.ofProject(root, name, projects));
}

/**
 * Whether a root before this one has the same `projects`. One call for each root: only where two seem to be one, links
 * are followed, since not every file system numbers its folders for good.
 */
function isSharedProjects(root: string, roots: readonly string[], read: Set<string>): boolean {
  const projects = path.join(root, 'projects');
  const place = placeOf(projects);
  if (place === undefined) return false;
  if (!read.has(place)) {
    read.add(place);
    return false;
  }
  return sharingRoots(root, roots.slice(0, roots.indexOf(root)), place).length > 0;
}

/** Those of `roots` that have the same `projects` as `root`, that one itself too where it is among them. */
export function sharingRoots(root: string, roots: readonly string[], place?: string): string[] {
  const projects = path.join(root, 'projects');
  return roots.filter((one) => {
    if (one === root) return true;
    const other = path.join(one, 'projects');
    const found = placeOf(other);
    return (
      found !== undefined &&
      found === (place ??= placeOf(projects)) &&
      directoryBehind(other) === directoryBehind(projects)
    );
  });
}

/** The number of the folder behind a path; `undefined` where the system has none. */
function placeOf(folder: string): string | undefined {
  try {
    const { dev, ino } = fs.statSync(folder, { bigint: true });
    return ino === 0n ? undefined : `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/**
 * Links among the project directories of a root whose targets are not there or cannot be looked at: nothing of them is
 * read.
 */
export function brokenProjectLinks(root: string): string[] {
  const projects = path.join(root, 'projects');
  const entries = entriesOf(projects);
  if (typeof entries === 'string') return [];
  return entries
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => projects + path.sep + name)
    .filter((link) => {
      try {
        fs.statSync(link);
        return false;
      } catch {
        return true;
      }
    });
}

/** The directory that a path leads to, links followed. */
function directoryBehind(location: string): string | undefined {
  try {
    const target = fs.realpathSync(location);
    return fs.statSync(target).isDirectory() ? target : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What lies in a folder of logs, links not followed. `known` are the names of an earlier listing, joined by newlines:
 * where nothing has changed, no name is looked at twice.
 */
export function listLogFolder(folder: LogFolder, known?: string): FolderListing | Unlisted {
  const entries = entriesOf(folder.path);
  if (typeof entries === 'string') return entries;
  const files: string[] = [];
  const others: fs.Dirent[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isFile() && name.endsWith('.jsonl') && !name.includes('\n')) files.push(name);
    else others.push(entry);
  }
  const isKnown = files.join('\n') === known;
  const names = isKnown ? files : files.filter((name) => logFileIn(folder, name) !== undefined);
  const below: LogFolder[] = [];
  const passedOver: PassedOver[] = [];
  for (const name of names.length === files.length ? [] : files) {
    if (!names.includes(name) && looksLikeLog(folder, name)) passedOver.push(passOver(folder, name, 'ignored-name'));
  }
  for (const entry of others) {
    const { name } = entry;
    const nested = entry.isDirectory() ? folderBelow(folder, name) : undefined;
    if (nested !== undefined) below.push(nested);
    else if (logFileIn(folder, name) !== undefined) passedOver.push(passOver(folder, name, 'not-a-regular-file'));
    else if (looksLikeLog(folder, name)) passedOver.push(passOver(folder, name, 'ignored-name'));
    else if (entry.isSymbolicLink() && !name.endsWith('.json') && folderBelow(folder, name) !== undefined)
      passedOver.push(passOver(folder, name, 'not-a-folder'));
  }
  return { names, isKnown, below, passedOver };
}

/** The log that a name stands for in this folder; `undefined` when it fits no grammar. Looks at no disk. */
export function logFileIn(folder: LogFolder, name: string): LogFile | undefined {
  if (!name.endsWith('.jsonl')) return undefined;
  const file = folder.path + path.sep + name;
  const ofSession = folder.sessionId === undefined && name.length === 42;
  const sessionId = ofSession ? parseSessionId(name.slice(0, -'.jsonl'.length)) : undefined;
  if (sessionId !== undefined) return { kind: 'session', path: file, sessionId };
  const agentId = agentIdOfFile(name);
  return agentId === undefined ? undefined : { kind: 'agent', path: file, agentId, sessionId: folder.sessionId };
}

/** Whether the name of a log in a project directory is a session log's. */
export function isSessionLogName(name: string): boolean {
  return !name.startsWith('agent-');
}

/** The folder of agent logs that a folder of this name in `folder` stands for. Looks at no disk. */
function folderBelow(folder: LogFolder, name: string): LogFolder | undefined {
  if (folder.sessionId !== undefined) return agentIdOfFile(name) === undefined ? folder.nested(name) : undefined;
  return parseSessionId(name) && folder.subagentsOf(name);
}

/** Whether a name that is no log's is to be reported: it looks like a log, but no client writes such names. */
function looksLikeLog({ sessionId }: LogFolder, name: string): boolean {
  if (sessionId === undefined) return name.endsWith('.jsonl');
  return /^agent-/i.test(name) && !name.endsWith('.meta.json');
}

function passOver(folder: LogFolder, name: string, reason: PassedOver['reason']): PassedOver {
  return { path: folder.path + path.sep + name, reason };
}

export interface SessionLogPaths {
  readonly logs: readonly { readonly root: string; readonly path: string }[];
  /**
   * Where it may be, too: folders of logs that could not be listed, and links among the project directories that lead
   * nowhere. All of them where no log was found, else those that were come across.
   */
  readonly unread: readonly string[];
}

/**
 * Where the log of a session is, without listing what else is there: two checks a project directory, since the ID can
 * be in upper case. Only where none is found, all names are looked at. What could not be looked at is of the same look:
 * a second one may find it open again.
 */
export function sessionLogPaths(roots: readonly string[], id: SessionId): SessionLogPaths {
  const { folders, unread } = allProjectFolders(roots);
  const names = [id, id.toUpperCase()];
  const logs = folders.flatMap((folder) => logsNamed(folder, names).map((file) => ({ root: folder.root, path: file })));
  if (logs.length > 0) return { logs, unread };
  for (const folder of folders) {
    const listing = listLogFolder(folder);
    if (listing === 'unreadable') unread.push(folder.path);
    if (typeof listing === 'string') continue;
    for (const name of listing.names) {
      const file = logFileIn(folder, name);
      if (file?.kind === 'session' && file.sessionId === id) logs.push({ root: folder.root, path: file.path });
    }
  }
  return { logs, unread: [...unread, ...roots.flatMap(brokenProjectLinks)] };
}

/** The project directories of all roots, and those folders of them that could not be listed. */
function allProjectFolders(roots: readonly string[]): { folders: LogFolder[]; unread: string[] } {
  const read = new Set<string>();
  const folders: LogFolder[] = [];
  const unread: string[] = [];
  for (const root of roots) {
    const found = projectFolders(root, roots, read);
    if (found === 'unreadable') unread.push(path.join(root, 'projects'));
    if (typeof found !== 'string') folders.push(...found);
  }
  return { folders, unread };
}

/**
 * Those of the session logs of these names that are in the folder; one file under two names, where case does not count,
 * once.
 */
function logsNamed(folder: LogFolder, names: readonly string[]): string[] {
  const found: { path: string; inode: number }[] = [];
  for (const name of names) {
    const file = `${folder.path}${path.sep}${name}.jsonl`;
    const stats = statsOf(file);
    if (stats !== undefined && !found.some(({ inode }) => inode === stats.ino))
      found.push({ path: file, inode: stats.ino });
  }
  return found.map((log) => log.path);
}

/** All session IDs that a log or a folder is named after, each once, sorted; `unread` as in `SessionLogPaths`. */
export function sessionIdsByName(roots: readonly string[]): { ids: SessionId[]; unread: string[] } {
  const ids = new Set<SessionId>();
  const { folders, unread } = allProjectFolders(roots);
  for (const project of folders) {
    const listing = listLogFolder(project);
    if (listing === 'unreadable') unread.push(project.path);
    if (typeof listing === 'string') continue;
    const logs = listing.names.map((name) => logFileIn(project, name));
    for (const named of [...logs, ...listing.below]) if (named?.sessionId !== undefined) ids.add(named.sessionId);
  }
  return { ids: [...ids].sort(), unread: [...unread, ...roots.flatMap(brokenProjectLinks)] };
}

/** `undefined` where nothing is there, or the folder does not say. */
function statsOf(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function entriesOf(directory: string): fs.Dirent[] | Unlisted {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
  }
}
