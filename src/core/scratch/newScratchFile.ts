/** A new, empty file in a session's scratch directory. */
import * as path from 'node:path';
import type { SessionId } from '../model.ts';
import { openDirectory } from '../disk/directoryHandle.ts';
import { errorCode } from '../disk/errors.ts';
import { scratchFileNameProblem } from './scratchFileName.ts';
import { scratchDirectoryFor, type ScratchDirectoryProblem } from './scratchDirectory.ts';

export interface NewScratchFile {
  readonly path: string;
}

/** `bad-name`: see `scratchFileNameProblem`. `exists`: something of that name is there already. */
export type ScratchFileProblem = ScratchDirectoryProblem | 'bad-name' | 'exists' | 'missing';

/**
 * Makes the file in the session's scratch directory below the first of `cwds` that has one already, else below the
 * first that lies in a working tree. Never follows a link, never opens what is there already.
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
