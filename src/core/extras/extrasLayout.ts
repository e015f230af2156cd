/**
 * Where clients (1.0.128 to 2.1.330) keep other files under a session's ID, and the grammar of their names. A whole ID
 * in the path is the one proof: the start of an ID (`tasks/session-<8 characters>`), or a link such as `debug/latest`,
 * is none.
 */
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { Evidence, ExtraKind, SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJson } from '../text/parseJson.ts';
import { object, safeParse, string } from '../text/schema.ts';

/** A folder that may hold files of the session. */
export interface ExtrasFolder {
  readonly kind: ExtraKind;
  readonly path: string;
  /** Whether the folder, or its parent, has the session's ID for a name; else its files have. */
  readonly isOwn: boolean;
  /** Of a job's folder: what names the session. */
  readonly job?: Evidence<'job'>;
}

export type ExtraName =
  | { readonly kind: 'todos'; readonly agentId: string }
  | { readonly kind: 'task'; readonly number: number }
  | { readonly kind: 'checkpoint'; readonly hash: string; readonly version: number }
  | { readonly kind: 'tool-result' | 'debug-log' | 'session-file' };

const todosName = /^([0-9a-f-]{36})-agent-([A-Za-z0-9_-]{1,128})\.json$/;
const taskName = /^(0|[1-9]\d{0,8})\.json$/;
const checkpointName = /^([0-9a-f]{8,64})@v([1-9]\d{0,8})$/;
const toolResultName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** The folders of a data root that are, or may be, this session's. */
export function extraFolders(root: string, id: SessionId): ExtrasFolder[] {
  return [
    { kind: 'todos', path: path.join(root, 'todos'), isOwn: false },
    { kind: 'task', path: path.join(root, 'tasks', id), isOwn: true },
    { kind: 'checkpoint', path: path.join(root, 'file-history', id), isOwn: true },
    { kind: 'debug-log', path: path.join(root, 'debug'), isOwn: false },
    ...['tasks', 'file-history', 'session-env'].map((name) => {
      return { kind: 'session-file', path: path.join(root, name, id), isOwn: true } as const;
    }),
  ];
}

/**
 * The folder of a background session's job, which is named by the start of its ID; `state.json` in it names the whole
 * one.
 */
export function jobFolder(root: string, id: SessionId): string {
  return path.join(root, 'jobs', id.slice(0, 8));
}

/** The session that a job folder's state names (2.1.240, 2.1.332), and the line of it. */
export function sessionOfJob(
  folder: string,
): { readonly sessionId: SessionId; readonly evidence: Evidence<'job'> } | undefined {
  const file = path.join(folder, 'state.json');
  const text = readSmallFile(file, largestState)?.toString('utf8');
  const sessionId = parseSessionId(safeParse(jobState, parseJson(text))?.sessionId);
  if (text === undefined || sessionId === undefined) return undefined;
  const at = Math.max(0, /"sessionId"/.exec(text)?.index ?? 0);
  const before = text.slice(0, at).split('\n');
  const offset = Buffer.byteLength(text.slice(0, at)) - Buffer.byteLength(before.at(-1) ?? '');
  return { sessionId, evidence: { kind: 'job', file, line: before.length, offset } };
}

const jobState = object({ sessionId: string });
const largestState = 1024 * 1024;

/** The folder of spilled tool results beside a session's log; `sessionFolder` is `<project directory>/<session>`. */
export function toolResultsFolder(sessionFolder: string): ExtrasFolder {
  return { kind: 'tool-result', path: path.join(sessionFolder, 'tool-results'), isOwn: true };
}

/** What a name in such a folder stands for; `undefined` when it is not this session's, or nothing of this kind. */
export function extraName(kind: ExtraKind, name: string, id: SessionId): ExtraName | undefined {
  switch (kind) {
    case 'todos': {
      const [, named, agentId] = todosName.exec(name) ?? [];
      return named === id && agentId !== undefined ? { kind, agentId } : undefined;
    }
    case 'task': {
      const number = taskName.exec(name)?.[1];
      return number === undefined ? undefined : { kind, number: Number(number) };
    }
    case 'checkpoint': {
      const named = checkpointOf(name);
      return named && { kind, ...named };
    }
    case 'tool-result':
      return toolResultName.test(name) ? { kind } : undefined;
    case 'debug-log':
      return name === `${id}.txt` ? { kind } : undefined;
    case 'session-file':
      return { kind };
  }
}

/** Hash and version in the name of a checkpoint. */
export function checkpointOf(name: string): { readonly hash: string; readonly version: number } | undefined {
  const [, hash, version] = checkpointName.exec(name) ?? [];
  return hash === undefined ? undefined : { hash, version: Number(version) };
}

export interface ExtraPlace {
  readonly kind: ExtraKind;
  readonly sessionId: SessionId;
  /** The folder that holds the file, and what has the ID for a name: the file, or the folder. */
  readonly folder: string;
  readonly named: string;
}

/** Whose file the path of a file below a data root is, by its names alone; looks at no disk. */
export function extraPlaceOf(file: string, root: string): ExtraPlace | undefined {
  const names = path.relative(root, file).split(path.sep);
  const [top = '', second = '', third = ''] = names;
  const place = (kind: ExtraKind, depth: number, named: number, id: unknown): ExtraPlace | undefined => {
    const sessionId = parseSessionId(id);
    const isFile = names.length === depth && sessionId !== undefined && id === sessionId;
    if (!isFile || extraName(kind, names[depth - 1] ?? '', sessionId) === undefined) return undefined;
    return {
      kind,
      sessionId,
      folder: path.join(root, ...names.slice(0, -1)),
      named: path.join(root, ...names.slice(0, named)),
    };
  };
  /** Whatever lies in the folder that the first `named` names lead to. */
  const other = (named: number): ExtraPlace | undefined =>
    names.length > named ? place('session-file', names.length, named, names[named - 1]) : undefined;
  switch (top) {
    case 'todos':
      return place('todos', 2, 2, second.slice(0, 36));
    case 'tasks':
      return place('task', 3, 2, second) ?? other(2);
    case 'file-history':
      return place('checkpoint', 3, 2, second) ?? other(2);
    case 'session-env':
      return other(2);
    case 'debug':
      return place('debug-log', 2, 2, second.slice(0, 36));
    case 'projects':
      return (names[3] === 'tool-results' ? place('tool-result', 5, 3, third) : undefined) ?? other(3);
    default:
      return undefined;
  }
}
