/** `restore-scratch`: what waits in the bin, and the way back. */
import { formatBytes, formatCount, joinParts } from '../../core/text/format.ts';
import { listBin, type BinEntry } from '../../core/scratch/bin.ts';
import type { SessionId } from '../../core/model.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { restoreProblemSentence, type RestoreProblem } from '../../core/scratch/reasons.ts';
import { restoreEntry } from '../../core/scratch/moveCandidate.ts';
import type { RestoredPart } from '../../core/scratch/restoreFromBin.ts';
import { listOutputBins } from '../../core/scratch/outputBin.ts';
import { toSingleLinePath } from '../../core/text/singleLine.ts';
import { unreadPaths } from '../../presentation/unreadPaths.ts';
import type { CliError } from '../answers.ts';
import type { Command } from '../command.ts';
import { scratchContext, worktreesOfAll, type ScratchContext } from './scratchCommand.ts';

export const command: Command<RestoreScratchAnswer> = {
  help: [
    'restore-scratch --list | ENTRY [--cwd DIR]',
    '  Moves a removed scratch directory back to its place, or beside it when the place is taken.',
    '  --list   show what can be restored',
    '  ENTRY    as --list shows it, or a session ID that has one entry',
  ],
  options: { list: { type: 'boolean' } },
  positional: 'argument',
  run: (context) =>
    restoreScratchAnswer({ list: context.flag('list'), entry: context.input.positionals[0] }, scratchContext(context)),
  text(answer) {
    if ('path' in answer) return `Restored ${toSingleLinePath(answer.path, 400)}`;
    if (answer.length === 0) return 'The bin is empty.';
    return answer
      .map(({ entry, path, files, bytes }) =>
        joinParts(
          entry,
          path === undefined ? undefined : toSingleLinePath(path, 400),
          files === undefined ? undefined : formatCount(files, 'file', 'files'),
          bytes === undefined ? undefined : formatBytes(bytes),
        ),
      )
      .join('\n');
  },
};

type RestoreScratchAnswer = readonly RemovedScratchAnswer[] | RestoredAnswer;

export interface RemovedScratchAnswer {
  readonly entry: string;
  readonly sessionId: SessionId;
  /** Where it was; `undefined` when that place is none of the scratch roots. */
  readonly path: string | undefined;
  /** ISO 8601. */
  readonly removedAt: string;
  readonly files: number | undefined;
  readonly bytes: number | undefined;
}

interface RestoredAnswer {
  readonly entry: string;
  readonly sessionId: SessionId;
  readonly path: string;
  /** Its own place was taken. */
  readonly beside: boolean;
}

export function restoreScratchAnswer(
  values: { readonly list?: boolean; readonly entry?: string },
  context: ScratchContext,
): RestoreScratchAnswer | CliError {
  const wanted = values.entry;
  if ((wanted === undefined) !== (values.list ?? false)) {
    return { error: 'usage', message: 'restore-scratch takes either --list or one entry.' };
  }
  const paths = new Set<string>();
  const unread = (place: string): void => void paths.add(place);
  const removed = listBin(worktreesOfAll(context.cwds), { patterns: context.patterns, unread });
  const entries = [...removed, ...listOutputBins(context.tmp, unread)];
  const [first] = paths;
  const { unread: named, unreadCount } = unreadPaths([...paths]);
  const unreadable: CliError = {
    error: 'unreadable',
    message: 'The bin could not be read.',
    paths: named,
    unreadCount,
  };
  if (wanted === undefined) {
    if (first === undefined) return entries.map(removedAnswer);
    if (entries.length === 0) return unreadable;
    context.warn?.(`This may not be all: ${toSingleLinePath(first, 400)} could not be read.`);
    return entries.map(removedAnswer);
  }
  const sessionId = parseSessionId(wanted);
  const matches = entries.filter(({ entry, sessionId: own }) => entry === wanted || own === sessionId);
  const [match] = matches;
  if (!match && first !== undefined) return unreadable;
  if (!match) return { error: 'not_found', message: 'The bin has no such entry.' };
  if (matches.length > 1) {
    const candidates = matches.map(({ entry }) => entry);
    return {
      error: 'refused',
      reason: 'ambiguous',
      message: 'The bin has several entries of this session.',
      candidates,
    };
  }
  const result = restoreEntry(match);
  if (!result.restored) return refusal(result.reason, result.part);
  return { entry: match.entry, sessionId: match.sessionId, path: result.path, beside: result.beside };
}

function refusal(reason: RestoreProblem, part: RestoredPart | undefined): CliError {
  const message = restoreProblemSentence(reason);
  if (part === undefined) return { error: 'refused', reason, message };
  const { path, files, left } = part;
  const figures = `${formatCount(files, 'file is', 'files are')} back, ${formatCount(left, 'file is', 'files are')} in the bin`;
  return { error: 'refused', reason, message: `${figures}: ${message}`, path, restored: files, left };
}

function removedAnswer({ entry, sessionId, path, removedAt, files, bytes }: BinEntry): RemovedScratchAnswer {
  return { entry, sessionId, path, removedAt: new Date(removedAt).toISOString(), files, bytes };
}
