/**
 * Claude Code's own folders below the temporary directory: `claude-<uid>/<encoded cwd>/<id>/{scratchpad,tasks}`, and
 * before 2.1.100 `claude[-<uid>]/<encoded cwd>/tasks`. The ID in there is the one that the *process* started with, so
 * it proves nothing about a session: a file belongs by what a log names, or by where its link leads.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { agentIdOfFile, parseSessionId } from '../text/ids.ts';
import type { SessionId } from '../model.ts';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';

/** Where to look, from the host. */
export interface ClaudeTmpHost {
  /** `CLAUDE_CODE_TMPDIR`, `/tmp`, the system's temporary directory: those that apply. */
  readonly tmpDirs: readonly string[];
  /** User ID that the client ran under; `undefined` on Windows. */
  readonly uid: number | undefined;
}

/**
 * Where a client that runs with this environment has its folders. What is no absolute path is left out: how a client
 * takes such a one was not seen, and it would be another folder here than there.
 */
export function claudeTmpHost({ CLAUDE_CODE_TMPDIR }: NodeJS.ProcessEnv): ClaudeTmpHost {
  const tmpDirs = [CLAUDE_CODE_TMPDIR ?? '', '/tmp', os.tmpdir()].filter((one) => path.isAbsolute(one));
  return { tmpDirs: [...new Set(tmpDirs)], uid: process.getuid?.() };
}

/** `tasks/<id>.output`: a file that a background command writes, or a link to an agent's log. */
export interface TaskOutput {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** Background task or agent. */
  readonly taskId: string;
  /** Encoded working directory in the path; it says little, but it can rule a namesake out. */
  readonly encodedCwd: string;
  /** Size of a regular file; `undefined` for a link. */
  readonly bytes: number | undefined;
  /** What a link names, as it stands: only to be compared, never to be opened. */
  readonly target: string | undefined;
}

const encodedGrammar = /^[A-Za-z0-9-]{1,260}$/;
const taskFile = /^([A-Za-z0-9_-]{1,128})\.output$/;
const maxFolders = 5_000;
const maxOutputs = 50_000;

/** All task outputs of this user's clients. Folders of other users and links on the way are left out. Never throws. */
export function readTaskOutputs(host: ClaudeTmpHost): TaskOutput[] {
  const outputs: TaskOutput[] = [];
  for (const base of clientFolders(host)) {
    within(base, [], (client) => {
      for (const encoded of folderNames(client)) {
        if (!encodedGrammar.test(encoded)) continue;
        for (const name of within(base, [encoded], folderNames) ?? []) {
          const tasks = name === 'tasks' ? [encoded, name] : parseSessionId(name) && [encoded, name, 'tasks'];
          if (tasks) within(base, tasks, (folder) => collect(folder, encoded, outputs));
        }
      }
    });
  }
  return outputs.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The session that a link's target names as the parent of an agent: `…/<session-id>/subagents/…/agent-<id>.jsonl`. */
export function sessionOfAgentLog(target: string): SessionId | undefined {
  const parts = target.slice(0, 4096).split(/[/\\]/);
  if (agentIdOfFile(parts.at(-1) ?? '') === undefined) return undefined;
  return parseSessionId(parts[parts.lastIndexOf('subagents') - 1]);
}

/** The scratchpad that a log names, as a real path, when it fits the client's grammar and is a real folder now. */
export function scratchpadAt(named: string, host: ClaudeTmpHost): string | undefined {
  const parts = partsBelowClient(named, host);
  if (!parts) return undefined;
  const [encoded, id, last] = parts.rest;
  if (parts.rest.length !== 3 || last !== 'scratchpad' || !encodedGrammar.test(encoded ?? '') || !parseSessionId(id))
    return undefined;
  const location = path.join(parts.base, ...parts.rest);
  return within(location, [], () => location);
}

/** The real path of a task output that a log names, whether or not it is there; `undefined` when it is no such path. */
export function taskOutputPath(named: string, host: ClaudeTmpHost): string | undefined {
  const parts = partsBelowClient(named, host);
  if (!parts) return undefined;
  const [encoded, ...inner] = parts.rest;
  const [name, tasks, id, ...more] = inner.reverse();
  const isOutput =
    taskFile.test(name ?? '') && tasks === 'tasks' && (id === undefined || parseSessionId(id)) && !more.length;
  return isOutput && encodedGrammar.test(encoded ?? '') ? path.join(parts.base, ...parts.rest) : undefined;
}

/**
 * The client's folder and the names from there to a folder of outputs: `<encoded cwd>/[<id>/]tasks`. `undefined` when
 * the path is no such folder's, by its place and name.
 */
export function tasksFolderAt(
  folder: string,
  host: ClaudeTmpHost,
): { readonly client: string; readonly names: readonly string[] } | undefined {
  const parts = partsBelowClient(folder, host);
  if (!parts || !isTasksFolder(parts.rest)) return undefined;
  return { client: parts.base, names: parts.rest };
}

/** Whether these names lead from a client's folder to a folder of outputs. */
export function isTasksFolder(names: readonly (string | undefined)[]): boolean {
  const [encoded = '', ...inner] = names;
  const [tasks, id, ...more] = inner.reverse();
  const isOfNoOther = id === undefined || parseSessionId(id) === id;
  return encodedGrammar.test(encoded) && tasks === 'tasks' && isOfNoOther && more.length === 0;
}

/** Whether this is the name of an output. */
export function isOutputName(name: string): boolean {
  return taskFile.test(name);
}

function partsBelowClient(named: string, host: ClaudeTmpHost): { base: string; rest: string[] } | undefined {
  if (named.length > 4096 || named.includes('\0') || path.normalize(named) !== named) return undefined;
  for (const tmp of host.tmpDirs) {
    const real = realpath(tmp);
    for (const spelled of new Set([path.normalize(tmp), real])) {
      const relative = path.relative(spelled, named);
      const [client, ...rest] = relative.split(path.sep);
      const base = path.join(real, client ?? '');
      if (client !== undefined && clientNames(host).includes(client) && isOwn(base, host)) return { base, rest };
    }
  }
  return undefined;
}

function clientNames({ uid }: ClaudeTmpHost): string[] {
  return uid === undefined ? ['claude'] : [`claude-${uid}`, 'claude'];
}

/** The client's folders that are real and belong to this user: anyone may make a folder of that name in `/tmp`. */
export function clientFolders(host: ClaudeTmpHost): string[] {
  const places = host.tmpDirs.flatMap((tmp) => clientNames(host).map((name) => path.join(realpath(tmp), name)));
  return [...new Set(places)].filter((place) => isOwn(place, host));
}

function isOwn(place: string, { uid }: ClaudeTmpHost): boolean {
  try {
    const stat = fs.lstatSync(place);
    return stat.isDirectory() && (uid === undefined || stat.uid === uid);
  } catch {
    return false;
  }
}

function collect(folder: DirectoryHandle, encoded: string, outputs: TaskOutput[]): void {
  for (const { name: bytes } of folder.entries()) {
    if (outputs.length >= maxOutputs) return;
    const name = bytes.toString();
    const taskId = taskFile.exec(name)?.[1];
    const stat = taskId === undefined ? undefined : folder.stat(name);
    if (taskId === undefined || !(stat?.isFile() || stat?.isSymbolicLink())) continue;
    outputs.push({
      path: path.join(folder.path, name),
      folder: folder.path,
      name,
      taskId,
      encodedCwd: encoded,
      bytes: stat.isFile() ? Number(stat.size) : undefined,
      target: stat.isSymbolicLink() ? fs.readlinkSync(folder.at(name)) : undefined,
    });
  }
}

/** Calls `use` with a folder; `undefined` when it is not there, behind a link, or unreadable. */
function within<T>(base: string, names: readonly string[], use: (folder: DirectoryHandle) => T): T | undefined {
  const folder = openDirectory(path.join(base, ...names));
  if (typeof folder === 'string') return undefined;
  try {
    return use(folder);
  } catch {
    return undefined;
  } finally {
    folder.close();
  }
}

function folderNames(folder: DirectoryHandle): string[] {
  const names: string[] = [];
  for (const { name, dirent } of folder.entries()) {
    if (dirent.isDirectory()) names.push(name.toString());
    if (names.length === maxFolders) break;
  }
  return names.sort();
}

function realpath(dir: string): string {
  try {
    return fs.realpathSync(dir);
  } catch {
    return path.normalize(dir);
  }
}
