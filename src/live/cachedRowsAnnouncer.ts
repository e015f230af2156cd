/**
 * Announces cached rows before they are compared with the disk: in batches, newest first, so the host is not blocked.
 */
import type { SessionRow } from '../core/model.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** As many as fill a view, then as many as the host takes in without a noticeable pause. */
const firstBatch = 200;
const nextBatch = 500;

export class CachedRowsAnnouncer {
  readonly #announce: (rows: readonly SessionRow[]) => void;
  #rows: Iterator<SessionRow, undefined> | undefined;

  constructor(announce: (rows: readonly SessionRow[]) => void) {
    this.#announce = announce;
  }

  get hasMore(): boolean {
    return this.#rows !== undefined;
  }

  /** Announces the first batch of an index, and leaves all others to `announceBatch`. */
  start(index: SessionIndex): void {
    this.#rows = index.rows.newestFirst();
    // As they come: to look up a row by its ID takes a map of all, which is a sixth of a start with 20,000 sessions.
    this.#announceAll(this.#take(firstBatch));
  }

  /** Announces the next batch as it is by now, without rows that are gone. */
  announceBatch(index: SessionIndex): void {
    this.#announceAll(this.#take(nextBatch).flatMap(({ sessionId }) => index.rows.get(sessionId) ?? []));
  }

  #take(size: number): SessionRow[] {
    const rows: SessionRow[] = [];
    while (this.#rows !== undefined && rows.length < size) {
      const { value: row } = this.#rows.next();
      if (row === undefined) this.#rows = undefined;
      else rows.push(row);
    }
    return rows;
  }

  #announceAll(rows: readonly SessionRow[]): void {
    if (rows.length > 0) this.#announce(rows);
  }
}
