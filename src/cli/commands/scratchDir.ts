/** `scratch-dir`: where a session keeps its scratch files, made on demand. */
import { scratchDirectoryFor, type ScratchDirectoryProblem } from '../../core/scratch/scratchDirectory.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { scratchContext, type ScratchContext } from './scratchCommand.ts';

interface ScratchDirAnswer {
  readonly path: string;
  /** Whether it is there now. */
  readonly exists: boolean;
}

export const command: Command<ScratchDirAnswer> = {
  help: [
    'scratch-dir [--create] [--session-id ID] [--cwd DIR]',
    "  Prints the session's scratch directory below the toplevel of DIR.",
    '  --create   make it (mode 0700) when it is not there',
  ],
  options: { create: { type: 'boolean' } },
  positional: 'session-id',
  run: (context) => scratchDirAnswer({ create: context.flag('create') }, scratchContext(context)),
  text: (answer) => toSingleLinePath(answer.path, 4096),
};

const refusals = {
  symlink: 'A folder on the way to the scratch directory is a link.',
  'not-a-directory': 'Something on the way to the scratch directory is not a folder.',
  'not-permitted': 'The scratch directory could not be made.',
} as const;

export function scratchDirAnswer(
  values: { readonly create?: boolean },
  context: ScratchContext,
): ScratchDirAnswer | CliError {
  const sessionId = context.sessionId();
  if (typeof sessionId !== 'string') return sessionId;
  const find = (cwd: string, create: boolean) => scratchDirectoryFor(cwd, sessionId, { create });
  const existing = context.cwds.find((cwd) => {
    const found = find(cwd, false);
    return typeof found === 'object' && found.exists;
  });
  const answer = find(existing ?? context.cwds[0] ?? '', values.create ?? false);
  return typeof answer === 'string' ? errorOf(answer) : { path: answer.path, exists: answer.exists };
}

function errorOf(problem: ScratchDirectoryProblem): CliError {
  switch (problem) {
    case 'no-repository':
      return { error: 'not_found', message: 'The folder lies in no git working tree.' };
    case 'unreadable':
      return { error: 'unreadable', message: 'A folder on the way to the scratch directory cannot be read.' };
    default:
      return { error: 'refused', reason: problem, message: refusals[problem] };
  }
}
