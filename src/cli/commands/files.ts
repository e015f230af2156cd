/** `files`: what one session and its agents changed. */
import { FileChanges } from '../../core/files/fileChanges.ts';
import { filesOf, type ChangedFile } from '../../core/answers/changedFiles.ts';
import type { SessionId } from '../../core/model.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { unreadableSession } from '../sessionErrors.ts';

const longestPath = 400;

interface FilesAnswer {
  readonly sessionId: SessionId;
  readonly files: readonly ChangedFile[];
}

export const command: Command<FilesAnswer> = {
  help: ['files [--session-id ID]', '  Lists the files that the session and its agents changed, with evidence.'],
  options: { limit: { type: 'string' } },
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const index = context.openIndex();
    const failed = unreadableSession(index, id);
    if (failed !== undefined) return failed;
    return { sessionId: id, files: filesOf(new FileChanges(index).ofSession(id).changes) };
  },
  text: ({ files }) => files.map(({ path }) => toSingleLinePath(path, longestPath)).join('\n'),
};
