/** `restore-scratch`: what waits in the bin, and the way back. */
import { listBin, type BinEntry } from '../../core/scratch/bin.ts';
import type { SessionId } from '../../core/model.ts';
import { parseSessionId } from '../../core/ids.ts';
import { restoreFromBin, type RestoreProblem } from '../../core/scratch/restoreFromBin.ts';
import { worktreesOfAll, type ScratchCommandContext, type ScratchError } from './scratchCommand.ts';

export const options = { list: { type: 'boolean' } } as const;

export const help = [
  'restore-scratch --list | ENTRY [--cwd DIR]',
  '  Moves a removed scratch directory back to its place, or beside it when the place is taken.',
  '  --list   show what can be restored',
  '  ENTRY    as --list shows it, or a session ID that has one entry',
];

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

export interface RestoredAnswer {
  readonly entry: string;
  readonly sessionId: SessionId;
  readonly path: string;
  /** Its own place was taken. */
  readonly beside: boolean;
}

const sentences: Record<RestoreProblem, string> = {
  missing: 'It is no longer in the bin.',
  'not-scratch': 'Its place is none of the scratch roots; is a pattern missing from the settings?',
  'root-not-a-real-directory': 'A folder on the way to its place is a link or not a folder.',
  'other-file-system': 'Its place is on another file system by now.',
  exchanged: 'Another process put something else in its place while it was moved.',
  'not-permitted': 'The file system refused to move it.',
};

export function restoreScratch(
  values: { readonly list?: boolean },
  positionals: readonly string[],
  context: ScratchCommandContext,
): readonly RemovedScratchAnswer[] | RestoredAnswer | ScratchError {
  const wanted = positionals[0];
  if (values.list ? positionals.length > 0 : positionals.length !== 1) {
    return { error: 'usage', message: 'restore-scratch takes either --list or one entry.' };
  }
  const entries = listBin(worktreesOfAll(context.cwds), { patterns: context.patterns });
  if (values.list || wanted === undefined) return entries.map(removedAnswer);
  const sessionId = parseSessionId(wanted);
  const matches = entries.filter(({ entry, sessionId: own }) => entry === wanted || own === sessionId);
  const [match] = matches;
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
  const result = restoreFromBin(match);
  if (!result.restored) return { error: 'refused', reason: result.reason, message: sentences[result.reason] };
  return { entry: match.entry, sessionId: match.sessionId, path: result.path, beside: result.beside };
}

function removedAnswer({ entry, sessionId, path, removedAt, files, bytes }: BinEntry): RemovedScratchAnswer {
  return { entry, sessionId, path, removedAt: new Date(removedAt).toISOString(), files, bytes };
}
