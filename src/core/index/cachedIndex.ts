/** What a cache gives to the index: interfaces alone. `cache/` implements them, and the index never imports it. */
import type { LogSummary } from '../log/trackedLog.ts';
import type { Origin, SessionId, SessionRow } from '../model.ts';
import type { PlanDirectoriesSnapshot } from '../plans/planDirectories.ts';
import type { NamedPlan } from '../plans/planOwners.ts';
import type { RowPlans } from '../plans/rowPlans.ts';
import type { LogFolder } from '../roots/logFolder.ts';

/** An index as it was when it was saved. Names in it are checked, and compared with what the disk lists. */
export interface CachedIndex {
  readonly logs: CachedLogs;
  readonly rows: CachedRows;
  readonly directories: PlanDirectoriesSnapshot;
}

/** Session IDs by number: the number of a session is its place by last activity, newest first. */
export interface NumberedIds {
  readonly count: number;
  idAt(number: number): SessionId | undefined;
  readonly all: readonly SessionId[];
}

export interface CachedFolder {
  readonly folder: LogFolder;
  /** Number of its first log; the others follow in the order of their names. */
  readonly first: number;
  /** How many logs there are, and their names, joined by newlines. */
  readonly count: number;
  readonly names: string;
}

/** Logs by number, in the order of folders and names. */
export interface CachedLogs {
  readonly folders: readonly CachedFolder[];
  readonly sessions: NumberedIds;
  logAt(log: number): LogSummary;
  /** The folder that a log lies in, and its name there. */
  placeOf(log: number): { readonly folder: LogFolder; readonly name: string } | undefined;
  /** Numbers of the logs that have entries of a session. */
  logsOf(session: number): Iterable<number>;
  close(): void;
}

/** Rows by number, newest activity first, without live states. Each is decoded when it is asked for. */
export interface CachedRows {
  readonly ids: NumberedIds;
  rowAt(number: number): SessionRow;
  lastActivityAt(number: number): number | undefined;
  scratchAt(number: number): number;
  cwdsAt(number: number): readonly string[];
  plansAt(number: number): RowPlans;
  originsAt(number: number): readonly Origin[];
  /** Working directories of all rows. */
  cwds(): Iterable<string>;
  /** The plans that all rows count. */
  plans(): Iterable<NamedPlan>;
}
