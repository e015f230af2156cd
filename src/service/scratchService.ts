/** What the views and commands ask about scratch. Every question reads or changes the disk, in the worker thread. */
import type { SessionId } from '../core/model.ts';
import type { BinEntry } from '../core/scratch/bin.ts';
import type { ScratchCandidate } from '../core/scratch/candidates.ts';
import type { OpenProblem } from '../core/disk/directoryHandle.ts';
import type { EmptyResult } from '../core/scratch/emptyBin.ts';
import type { PageOptions, ScratchPage } from '../core/scratch/listScratch.ts';
import type { MoveResult } from '../core/scratch/moveToBin.ts';
import type { NewScratchFile, ScratchFileProblem } from '../core/scratch/newScratchFile.ts';
import type { RestoreResult } from '../core/scratch/restoreFromBin.ts';
import type { StaleRule, StaleSelection } from '../core/scratch/selectStale.ts';

/** Working trees to look in: those of the repositories of these folders, or all that any session ran in. */
export type ScratchScope = { readonly folders: readonly string[] } | 'all';

/** How old scratch must be to go: an age, or `any` for directories that a person picked. */
export type MaxAge = StaleRule['maxAgeMs'];

export interface MoveRequest {
  readonly maxAgeMs: MaxAge;
  /** The person was told of the repository inside and agreed. */
  readonly withRepositories: boolean;
}

/** Each question by name, with what it takes and what it gives. Plain data only. */
export interface ScratchQueries {
  /** One page of what a scratch directory holds, or why it cannot be listed. */
  listScratch: { arguments: [directory: string, options: PageOptions]; answer: ScratchPage | OpenProblem };
  /** All scratch in the scope: what is stale, and what is kept for which reason. */
  staleScratch: { arguments: [scope: ScratchScope, maxAgeMs: number]; answer: StaleSelection };
  /** The same choice among the given directories, whatever their age. */
  pickedScratch: { arguments: [directories: readonly string[]]; answer: StaleSelection };
  /** Moves one directory, if it is still what was shown and the rule still lets it go. */
  moveScratch: { arguments: [candidate: ScratchCandidate, request: MoveRequest]; answer: MoveResult };
  /** Removed directories, newest first. Reads only. */
  listBin: { arguments: [scope: ScratchScope]; answer: readonly BinEntry[] };
  restoreScratch: { arguments: [entry: BinEntry]; answer: RestoreResult };
  /** Deletes removed directories for good. */
  emptyBin: { arguments: [entries: readonly BinEntry[]]; answer: EmptyResult };
  /** Makes an empty file in the session's scratch directory, which is made as well when it is not there. */
  newScratchFile: { arguments: [id: SessionId, name: string]; answer: NewScratchFile | ScratchFileProblem };
}

export type ScratchService = {
  readonly [Name in keyof ScratchQueries]: (
    ...given: ScratchQueries[Name]['arguments']
  ) => Promise<ScratchQueries[Name]['answer']>;
};
