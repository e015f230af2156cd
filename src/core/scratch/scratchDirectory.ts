/** The scratch directory that a session should use, made on demand. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { toplevelOf } from '../disk/repositories.ts';
import { openDirectory, type DirectoryHandle, type HandleKind, type OpenProblem } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import { currentBase, formerBase } from './scratchLayout.ts';

export interface OwnScratchDirectory {
  readonly path: string;
  /** Whether it stands there now. */
  readonly exists: boolean;
  /** Whether this call made it. */
  readonly created: boolean;
}

/** `no-repository`: the folder lies in no working tree. `not-permitted`: a folder could not be made. */
export type ScratchDirectoryProblem = Exclude<OpenProblem, 'missing'> | 'no-repository' | 'not-permitted';

/**
 * `.erk/scratch/sessions/<id>` below the toplevel of `cwd`, or `.erk/scratch/<id>` where that former one already
 * exists. With `create` it is made with mode 0700. A link or file at any level is refused rather than followed.
 */
export function scratchDirectoryFor(
  cwd: string,
  sessionId: SessionId,
  options: { readonly create: boolean; readonly handles?: HandleKind },
): OwnScratchDirectory | ScratchDirectoryProblem {
  const toplevel = toplevelOf(cwd);
  const top = toplevel === undefined ? 'missing' : openDirectory(toplevel, options.handles);
  if (typeof top === 'string' || toplevel === undefined) return top === 'unreadable' ? 'unreadable' : 'no-repository';
  try {
    for (const base of [formerBase, currentBase]) {
      const found = probe(top, [...base, sessionId]);
      const answer = { path: path.join(toplevel, ...base, sessionId), exists: true, created: false };
      if (found === undefined) return answer;
      if (found !== 'missing') return found;
    }
    const wanted = path.join(toplevel, ...currentBase, sessionId);
    if (!options.create) return { path: wanted, exists: false, created: false };
    return make(top, sessionId) ?? { path: wanted, exists: true, created: true };
  } finally {
    top.close();
  }
}

/** `undefined` when a real folder stands there. */
function probe(top: DirectoryHandle, names: readonly string[]): OpenProblem | undefined {
  const folder = top.openAll(names);
  if (typeof folder === 'string') return folder;
  folder.close();
  return undefined;
}

function make(top: DirectoryHandle, sessionId: SessionId): ScratchDirectoryProblem | undefined {
  const base = ensureFolders(top, currentBase, (made, name) => {
    if (name === 'scratch') ignoreAll(made);
  });
  if (typeof base === 'string') return base;
  try {
    const folder = ensureFolder(base, sessionId, 0o700);
    if (typeof folder === 'string') return folder;
    folder.close();
    return base.isIntact() ? undefined : 'symlink';
  } finally {
    base.close();
  }
}

/** Opens a folder some levels down and makes what is missing on the way. `made` is called for each new one. */
export function ensureFolders(
  from: DirectoryHandle,
  names: readonly string[],
  made?: (folder: DirectoryHandle, name: string) => void,
): DirectoryHandle | ScratchDirectoryProblem {
  let at = from;
  for (const name of names) {
    const next = ensureFolder(at, name, 0o755, made);
    if (at !== from) at.close();
    if (typeof next === 'string') return next;
    at = next;
  }
  return at;
}

/** Opens the folder `name`, made with `mode` when it is missing. */
export function ensureFolder(
  parent: DirectoryHandle,
  name: string,
  mode: number,
  made?: (folder: DirectoryHandle, name: string) => void,
): DirectoryHandle | ScratchDirectoryProblem {
  const there = parent.open(name);
  if (there !== 'missing') return there;
  let isNew = true;
  try {
    fs.mkdirSync(parent.at(name), { mode });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return 'not-permitted';
    isNew = false;
  }
  const folder = parent.open(name);
  if (folder === 'missing') return 'not-permitted';
  if (isNew && typeof folder !== 'string') made?.(folder, name);
  return folder;
}

/** Keeps a folder out of the repository's status, without touching a file of the repository. */
export function ignoreAll(folder: DirectoryHandle): void {
  try {
    folder.createFile('.gitignore', '*\n', 0o644);
  } catch {
    // It is there already, or git shows the folder: neither harms what is kept in it.
  }
}
