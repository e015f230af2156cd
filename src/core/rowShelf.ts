/** The rows that the cache knows, by number, newest activity first: each is put together when it is asked for. */
import type { SessionId, SessionRow } from './model.ts';
import type { NamedPlan, SessionPlans } from './planOwners.ts';

export interface RowShelf {
  readonly ids: readonly SessionId[];
  /** Without its live state. */
  row(number: number): SessionRow;
  lastActivityOf(number: number): number | undefined;
  scratchOf(number: number): number;
  cwdsOf(number: number): readonly string[];
  plansOf(number: number): SessionPlans;
  /** The plans that all those rows count. */
  plans(): Iterable<NamedPlan>;
}
