/** The rows that the cache knows, by number, newest activity first: each is put together when it is asked for. */
import type { SessionId, SessionRow } from '../model.ts';
import type { NamedPlan, RowPlans } from '../plans/planOwners.ts';

/** IDs by number. */
export interface NumberedIds {
  readonly count: number;
  idAt(number: number): SessionId | undefined;
  readonly all: readonly SessionId[];
}

export interface CachedRows {
  readonly ids: NumberedIds;
  /** Without its live state. */
  rowAt(number: number): SessionRow;
  /** The same for whoever does not keep it: what is asked of it is put together anew each time. */
  rowInPassing(number: number): SessionRow;
  lastActivityOf(number: number): number | undefined;
  scratchOf(number: number): number;
  cwdsOf(number: number): readonly string[];
  /** Working directories of all rows. */
  cwds(): Iterable<string>;
  plansOf(number: number): RowPlans;
  /** The plans that all those rows count. */
  plans(): Iterable<NamedPlan>;
}
