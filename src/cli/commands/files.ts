/** `files`: what one session and its agents changed. */
import { changedFiles, type ChangedFile } from '../../core/answers/changedFiles.ts';
import { loggedTexts } from '../../core/files/loggedTexts.ts';
import type { FileChange, SessionId } from '../../core/model.ts';
import { toVisibleText } from '../../core/text/visibleText.ts';
import { isCliError } from '../answers.ts';
import { changedFileJson, changedFileLine, type ChangedFileJson } from '../changedFileJson.ts';
import type { Command } from '../command.ts';
import { firstOf, limitOf, restLine, type Rest } from '../firstAnswer.ts';
import { unreadableSession } from '../sessionErrors.ts';
import { mayLack, mayLackAll, type MayLack } from '../unreadRoots.ts';

interface DiffJson extends Pick<FileChange, 'toolUseId' | 'evidence' | 'takenBack'> {
  /** Unified; `null` where the log does not hold it. */
  readonly diff: string | undefined;
}

interface FilesAnswer extends Rest, MayLack {
  readonly sessionId: SessionId;
  readonly files: readonly (ChangedFileJson & { readonly diffs?: readonly DiffJson[] })[];
  /** Entries that are copies of another session's changes. */
  readonly copies: number;
}

export const command: Command<FilesAnswer> = {
  help: [
    'files [--session-id ID] [--diff] [--limit N]',
    '  Lists the files that the session and its agents changed, by the results of their calls, with evidence.',
    '  Bash commands prove nothing.',
    '  --diff      each change as a unified diff, as far as the log holds it',
    '  --limit N   at most N files; default: as many as a first answer has room for',
  ],
  options: { limit: { type: 'string' }, diff: { type: 'boolean' } },
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const index = context.openIndex();
    const failed = unreadableSession(index, id);
    if (failed !== undefined) return failed;
    const known = context.fileChanges();
    const { changes, copies, unreadable } = known.ofSession(id);
    const all = changedFiles(known.withTakenBack(changes), false);
    const lack = mayLack(context.unread(id), unreadable);
    const unknown = mayLackAll('Whether this session changed files', all, lack);
    if (unknown !== undefined) return unknown;
    context.warnOfUnread(lack.unread);
    const jsonOf = (file: ChangedFile) => ({
      ...changedFileJson(file),
      ...(context.flag('diff') && { diffs: file.changes.map(diffJson) }),
    });
    const { first, ...rest } = firstOf(all, limit, jsonOf);
    return { sessionId: id, files: first.map(jsonOf), copies: copies.length, ...rest, ...lack };
  },
  text: ({ files, more, next }) =>
    [
      ...files.flatMap((file) => [changedFileLine(file), ...(file.diffs ?? []).map(diffText)]),
      ...restLine({ more, next }),
    ].join('\n') || 'No log proves that this session changed a file.',
};

function diffJson(change: FileChange): DiffJson {
  const { diff, isNew } = loggedTexts(change);
  const { toolUseId, evidence, takenBack } = change;
  const heads = [isNew ? '/dev/null' : nameInDiff('a', change.path), nameInDiff('b', change.path)];
  return { toolUseId, evidence, takenBack, diff: diff && `--- ${heads[0]}\n+++ ${heads[1]}\n${diff}` };
}

/** A name that could end the line is quoted, as git has it. */
function nameInDiff(side: 'a' | 'b', file: string): string {
  const name = `${side}/${file.replace(/^\//, '')}`;
  return /["\\\0-\x1f\x7f-\x9f]/.test(name) ? JSON.stringify(name) : name;
}

function diffText({ diff, evidence }: DiffJson): string {
  return diff === undefined ? `The log does not hold this change: line ${evidence.line}.` : toVisibleText(diff);
}
