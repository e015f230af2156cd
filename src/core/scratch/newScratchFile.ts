/** A new, empty file in a session's scratch directory. */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { errorCode, openDirectory } from './directoryHandle.ts';
import { scratchDirectoryFor, type ScratchDirectoryProblem } from './scratchDirectory.ts';

export interface NewScratchFile {
  readonly path: string;
}

/** `bad-name`: see `scratchFileNameProblem`. `exists`: something of that name is there already. */
export type ScratchFileProblem = ScratchDirectoryProblem | 'bad-name' | 'exists' | 'missing';

const mostNameBytes = 255;

/** What is wrong with a name that a person typed, in one sentence; `undefined` for the name of one file on any system. */
export function scratchFileNameProblem(name: string): string | undefined {
  if (name === '') return 'A name is needed.';
  if (/[/\\]/.test(name)) return 'The name of one file is needed, without folders.';
  if (name === '.' || name === '..') return 'This name stands for a folder.';
  if (/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(name)) {
    return 'The name contains a character that cannot be seen.';
  }
  if (/[<>:"|?*]/.test(name)) return 'Some systems do not take < > : " | ? * in a name.';
  if (/^\s|[\s.]$/.test(name)) return 'A name does not begin with a blank, nor end with a blank or a dot.';
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)) return 'This name stands for a device on Windows.';
  if (name.toLowerCase() === '.git') return 'This name would make the directory look like a repository.';
  if (Buffer.byteLength(name) > mostNameBytes) return 'This name is too long.';
  return undefined;
}

/**
 * Makes the file in the session's scratch directory below the first of `cwds` that has one already, else below the first
 * that lies in a working tree. Never follows a link, never opens what is there already.
 */
export function newScratchFile(
  cwds: readonly string[],
  sessionId: SessionId,
  name: string,
): NewScratchFile | ScratchFileProblem {
  if (scratchFileNameProblem(name) !== undefined) return 'bad-name';
  const found = cwds.map((cwd) => ({ cwd, at: scratchDirectoryFor(cwd, sessionId, { create: false }) }));
  const chosen =
    found.find(({ at }) => typeof at === 'object' && at.exists) ??
    found.find(({ at }) => at !== 'no-repository' && at !== 'unreadable');
  if (!chosen) return found.some(({ at }) => at === 'unreadable') ? 'unreadable' : 'no-repository';
  const directory = scratchDirectoryFor(chosen.cwd, sessionId, { create: true });
  if (typeof directory === 'string') return directory;
  const folder = openDirectory(directory.path);
  if (typeof folder === 'string') return folder;
  try {
    folder.createFile(name, '');
    return folder.isIntact() ? { path: path.join(directory.path, name) } : 'symlink';
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? 'exists' : 'not-permitted';
  } finally {
    folder.close();
  }
}
