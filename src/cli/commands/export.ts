/** `export`: all that belongs to a session in one zip file. */
import * as path from 'node:path';
import { errorCode } from '../../core/disk/errors.ts';
import { exportSession, type ExportManifest } from '../../core/answers/exportSession.ts';
import { formatBytes, formatCount, joinParts } from '../../core/text/format.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { errorMessage } from '../../core/text/errorText.ts';
import { isCliError, type CliError } from '../answers.ts';
import { notFound } from '../callContext.ts';
import type { Command } from '../command.ts';

interface ExportAnswer extends Pick<ExportManifest, 'sessionId' | 'files' | 'leftOut'> {
  /** The zip file. */
  readonly path: string;
}

export const command: Command<ExportAnswer> = {
  help: [
    'export [--session-id ID] [--output FILE]',
    '  Writes all that belongs to the session into one zip file: logs, plans with their versions, agents, scratch, extras,',
    '  and manifest.json, which says what each file is and what proves it. Writes over no file; by default to ID.zip.',
  ],
  options: { output: { type: 'string' } },
  positional: 'session-id',
  async run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const output = context.text('output');
    if (output === '') return { error: 'usage', message: '--output takes a file.' };
    const file = path.resolve(output ?? `${id}.zip`);
    try {
      const target = { path: file, replace: false };
      const manifest = await exportSession(context.openIndex(), id, context.scratchHost(), { target });
      if (manifest === undefined) return notFound(id, context.unread(id));
      context.warnOfUnread(context.unread(id));
      const { sessionId, files, leftOut } = manifest;
      return { sessionId, path: file, files, leftOut };
    } catch (error) {
      return refusal(error);
    }
  },
  text: ({ path: file, files, leftOut }) =>
    [
      joinParts(
        toSingleLinePath(file, 400),
        formatCount(files.length, 'file', 'files'),
        formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0)),
      ),
      ...leftOut.map(
        ({ kind, reason, path: missing }) => `  left out: ${kind}, ${reason}, ${toSingleLinePath(missing, 400)}`,
      ),
    ].join('\n'),
};

function refusal(error: unknown): CliError {
  const reason = errorCode(error);
  if (reason === undefined) throw error;
  const message =
    reason === 'EEXIST'
      ? 'A file is there already; nothing was written.'
      : `It was not written: ${errorMessage(error)}`;
  return { error: 'refused', reason, message };
}
