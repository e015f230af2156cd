/** `scratch-dir`: where a session keeps its scratch files, made on demand. */
import { scratchDirectoryFor, type ScratchDirectoryProblem } from '../../core/scratch/scratchDirectory.ts';
import type { ScratchCommandContext, ScratchError } from './scratchCommand.ts';

export const options = { create: { type: 'boolean' } } as const;

export const help = [
  'scratch-dir [--create] [--session-id ID] [--cwd DIR]',
  "  Prints the session's scratch directory below the toplevel of DIR.",
  '  --create   make it (mode 0700) when it is not there',
];

export interface ScratchDirAnswer {
  readonly path: string;
  /** Whether it is there now. */
  readonly exists: boolean;
}

const sentences: Record<Exclude<ScratchDirectoryProblem, 'no-repository' | 'unreadable'>, string> = {
  symlink: 'A folder on the way to the scratch directory is a link.',
  'not-a-directory': 'Something on the way to the scratch directory is not a folder.',
  'not-permitted': 'The scratch directory could not be made.',
};

export function scratchDir(
  values: { readonly create?: boolean },
  context: ScratchCommandContext,
): ScratchDirAnswer | ScratchError {
  const sessionId = context.sessionId();
  if (typeof sessionId !== 'string') return sessionId;
  const answers = context.cwds.map((cwd) => scratchDirectoryFor(cwd, sessionId, { create: false }));
  const at = Math.max(
    answers.findIndex((answer) => typeof answer === 'object' && answer.exists),
    0,
  );
  const found = values.create ? scratchDirectoryFor(context.cwds[at] ?? '', sessionId, { create: true }) : answers[at];
  if (typeof found === 'object') return { path: found.path, exists: found.exists };
  switch (found) {
    case undefined:
    case 'no-repository':
      return { error: 'not_found', message: 'The folder lies in no git working tree.' };
    case 'unreadable':
      return { error: 'unreadable', message: 'A folder on the way to the scratch directory cannot be read.' };
    default:
      return { error: 'refused', reason: found, message: sentences[found] };
  }
}
