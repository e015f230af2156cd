/**
 * Where clients (1.0.128 to 2.1.330) keep extras under a session's ID, and the grammar of their names. A whole ID
 * in the path is the one proof: the start of an ID (`tasks/session-<8 characters>`), or a link such as `debug/latest`,
 * is none.
 */
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { checkpointOf } from '../log/fileHistory.ts';
import { extraKinds, type Evidence, type ExtraKind, type SessionId } from '../model.ts';
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
  /** Of the session's other files: folders below it with files of a kind of their own, by their path from here. */
  readonly kindsBelow?: Readonly<Record<string, ExtraKind>>;
}

type PlainKind = Exclude<ExtraKind, 'todos' | 'task' | 'checkpoint'>;

export type ExtraName =
  | { readonly kind: 'todos'; readonly agentId: string }
  | { readonly kind: 'task'; readonly number: number }
  | { readonly kind: 'checkpoint'; readonly hash: string; readonly version: number }
  | { readonly kind: PlainKind };

/** In the table, the names of folders that differ: the session's ID, and any project directory. */
const session = Symbol('session');
const project = Symbol('project');

type FolderName = string | typeof session | typeof project;

interface KindLayout {
  /** Folder below a data root. Without the session's ID in it, its files' names begin with that. */
  readonly folder: readonly FolderName[];
  /** What the name of a file there stands for; `undefined` when it is nothing of this kind, or not this session's. */
  nameOf(name: string, id: SessionId): ExtraName | undefined;
}

/** Where the files of each kind are, and the grammar of their names. */
const layouts: Readonly<Record<ExtraKind, KindLayout>> = {
  todos: {
    folder: ['todos'],
    nameOf: (name, id) => {
      const [, named, agentId] = /^([0-9a-f-]{36})-agent-([A-Za-z0-9_-]{1,128})\.json$/.exec(name) ?? [];
      return named === id && agentId !== undefined ? { kind: 'todos', agentId } : undefined;
    },
  },
  task: {
    folder: ['tasks', session],
    nameOf: (name) => {
      const number = /^(0|[1-9]\d{0,8})\.json$/.exec(name)?.[1];
      return number === undefined ? undefined : { kind: 'task', number: Number(number) };
    },
  },
  checkpoint: {
    folder: ['file-history', session],
    nameOf: (name) => {
      const named = checkpointOf(name);
      return named && { kind: 'checkpoint', ...named };
    },
  },
  'tool-result': {
    folder: ['projects', project, session, 'tool-results'],
    nameOf: (name) => (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/.test(name) ? { kind: 'tool-result' } : undefined),
  },
  'debug-log': {
    folder: ['debug'],
    nameOf: (name, id) => (name === `${id}.txt` ? { kind: 'debug-log' } : undefined),
  },
  // And whatever else lies in a folder of another kind that has the session's ID for a name.
  'session-file': { folder: ['session-env', session], nameOf: () => ({ kind: 'session-file' }) },
};

/** Folders with the session's ID for a name: what of their files is of no other kind is one of its other files. */
const ownFolders = extraKinds.flatMap((kind) => {
  const { folder } = layouts[kind];
  const depth = folder.indexOf(session) + 1;
  return depth === 0 ? [] : [{ kind, folder: folder.slice(0, depth), below: folder.slice(depth) }];
});

/** The folders of a data root that are, or may be, this session's, those of its projects aside. */
export function extraFolders(root: string, id: SessionId): ExtrasFolder[] {
  return foldersOf(
    (folder) => !folder.includes(project),
    (folder) => path.join(root, ...folder.map((name) => (name === session ? id : String(name)))),
  );
}

/** The same beside a session's log; `sessionFolder` is `<project directory>/<session>`. */
export function extraFoldersOfProject(sessionFolder: string): ExtrasFolder[] {
  return foldersOf(
    (folder) => folder.includes(project),
    (folder) => path.join(sessionFolder, ...folder.slice(folder.indexOf(session) + 1).map(String)),
  );
}

function foldersOf(
  isWanted: (folder: readonly FolderName[]) => boolean,
  pathOf: (folder: readonly FolderName[]) => string,
): ExtrasFolder[] {
  const ofKinds = extraKinds
    .filter((kind) => kind !== 'session-file' && isWanted(layouts[kind].folder))
    .map((kind): ExtrasFolder => {
      const { folder } = layouts[kind];
      return { kind, path: pathOf(folder), isOwn: folder.includes(session) };
    });
  const others = ownFolders
    .filter(({ folder }) => isWanted(folder))
    .map(({ kind, folder, below }): ExtrasFolder => {
      const kindsBelow = kind === 'session-file' ? {} : { [below.map(String).join(path.sep)]: kind };
      return { kind: 'session-file', path: pathOf(folder), isOwn: true, kindsBelow };
    });
  return [...ofKinds, ...others];
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

/** What a name in such a folder stands for; `undefined` when it is not this session's, or nothing of this kind. */
export function extraName(kind: ExtraKind, name: string, id: SessionId): ExtraName | undefined {
  return layouts[kind].nameOf(name, id);
}

export interface ExtraPath {
  readonly kind: ExtraKind;
  readonly sessionId: SessionId;
  /** The folder that holds the file, and what has the ID for a name: the file, or the folder. */
  readonly folder: string;
  readonly named: string;
}

/** Whose file the path of a file below a data root is, by its names alone; looks at no disk. */
export function parseExtraPath(file: string, root: string): ExtraPath | undefined {
  const names = path.relative(root, file).split(path.sep);
  const folders = names.slice(0, -1);
  const name = names.at(-1) ?? '';
  const ofKind = (kind: ExtraKind, id: string, named: number): ExtraPath | undefined => {
    const sessionId = parseSessionId(id);
    if (sessionId === undefined || extraName(kind, name, sessionId) === undefined) return undefined;
    // Beside a log any spelling is read; elsewhere the folder is looked for under the ID itself.
    if (id !== sessionId && names[0] !== 'projects') return undefined;
    return { kind, sessionId, folder: path.dirname(file), named: path.join(root, ...names.slice(0, named)) };
  };
  for (const kind of extraKinds) {
    const { folder } = layouts[kind];
    const isThere = folder.length === folders.length && leadsTo(folder, folders);
    const depth = folder.indexOf(session);
    const found = !isThere
      ? undefined
      : depth === -1
        ? ofKind(kind, name.slice(0, idLength), names.length)
        : ofKind(kind, folders[depth] ?? '', depth + 1);
    if (found !== undefined) return found;
  }
  // Whatever lies in a folder of the session, however deep.
  const own = ownFolders.find(({ folder }) => leadsTo(folder, folders));
  return own && ofKind('session-file', folders[own.folder.length - 1] ?? '', own.folder.length);
}

const idLength = 36;

/** Whether these names begin with those of a folder; where it has an ID or a project, any name will do. */
function leadsTo(folder: readonly FolderName[], names: readonly string[]): boolean {
  return folder.every((part, i) => names[i] !== undefined && (typeof part === 'symbol' || part === names[i]));
}
