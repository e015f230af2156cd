/** What views and commands can do with scratch. Every request reads or changes the disk, in the worker thread. */
import type { SessionId } from '../core/model.ts';
import type { BinEntry } from '../core/scratch/bin.ts';
import type { ScratchCandidate } from '../core/scratch/candidates.ts';
import type { OpenProblem } from '../core/disk/directoryHandle.ts';
import type { EmptyResult } from '../core/scratch/emptyBin.ts';
import type { PageOptions, ScratchPage } from '../core/scratch/listScratch.ts';
import type { MoveResult } from '../core/scratch/moveToBin.ts';
import type { NewScratchFile, ScratchFileProblem } from '../core/scratch/newScratchFile.ts';
import type { RestoreResult } from '../core/scratch/restoreFromBin.ts';
import type { KeepReason, RestoreProblem } from '../core/scratch/reasons.ts';
import type { OfferedScratch, StaleRule, StaleSelection } from '../core/scratch/selectStale.ts';
import type { Remote } from '../messages/requestMessage.ts';

export { expiredEntries } from '../core/scratch/expiredEntries.ts';
export type {
  BinEntry,
  KeepReason,
  OfferedScratch,
  OpenProblem,
  RestoreProblem,
  ScratchCandidate,
  ScratchFileProblem,
  StaleSelection,
};

/** What the bins hold. */
export interface BinListing {
  /** Newest first in the working trees; then the outputs of tasks. */
  readonly entries: readonly BinEntry[];
  /** Places of bins and of entries that could not be looked at: what they hold is not listed. */
  readonly unread: readonly string[];
}

/** Working trees to look in: those of the repositories of these folders, or all that any session ran in. */
export type ScratchScope = { readonly folders: readonly string[] } | 'all';

/** How old scratch must be to go: an age, or `any` for directories that a person picked. */
export type MaxAge = StaleRule['maxAgeMs'];

export interface MoveRequest {
  readonly maxAgeMs: MaxAge;
  /** The person agreed to move the repository inside. */
  readonly withRepositories: boolean;
}

/** Requests about scratch. Plain data only. */
export interface ScratchRequests {
  /** One page of what a scratch directory holds, or why it cannot be listed. */
  listScratch(directory: string, options: PageOptions): ScratchPage | OpenProblem;
  /** All scratch in the scope: what is stale, and what is kept for which reason. */
  staleScratch(scope: ScratchScope, maxAgeMs: number): StaleSelection;
  /** The same choice among the given directories, whatever their age. */
  pickedScratch(directories: readonly string[]): StaleSelection;
  /**
   * The same choice among the outputs of background tasks below the temporary directory: of all sessions, or only of
   * some.
   */
  staleOutputs(maxAgeMs: MaxAge, only?: readonly SessionId[]): StaleSelection;
  /** Bytes of all outputs of background tasks, whosever they are. */
  taskOutputBytes(): number;
  /**
   * Moves one directory, if it is unchanged since it was shown and the rule still lets it go. Its session is announced.
   */
  moveScratch(candidate: ScratchCandidate, request: MoveRequest): MoveResult;
  /** Removed directories. Reads only. */
  listBin(scope: ScratchScope): BinListing;
  /** Moves one directory back. Its session is announced. */
  restoreScratch(entry: BinEntry): RestoreResult;
  /** Deletes removed directories for good. */
  emptyBin(entries: readonly BinEntry[]): EmptyResult;
  /**
   * Creates an empty file in the session's scratch directory, which is made when it is missing. The session is
   * announced.
   */
  newScratchFile(id: SessionId, name: string): NewScratchFile | ScratchFileProblem;
}

export type ScratchService = Remote<ScratchRequests>;
