/**
 * Announces cached rows before they are compared with the disk: in batches, newest first, so the host is not blocked.
 */
import type { SessionId, SessionRow } from '../core/model.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** As many as fill a view, then as many as the host takes in without a noticeable pause. */
const firstBatch = 200;
const nextBatch = 500;

export class CachedRowsAnnouncer {
  readonly #announce: (ids: ReadonlySet<SessionId>) => void;
  #rows: Iterator<SessionRow, undefined> | undefined;

  constructor(announce: (ids: ReadonlySet<SessionId>) => void) {
    this.#announce = announce;
  }

  get hasMore(): boolean {
    return this.#rows !== undefined;
  }

  /** Announces the first batch of an index, and leaves all others to `announceBatch`. */
  start(index: SessionIndex): void {
    this.#rows = index.rows.newestFirst();
    this.announceBatch(index, firstBatch);
  }

  /** Announces the next batch, without rows that are gone by now. */
  announceBatch(index: SessionIndex, size = nextBatch): void {
    const ids = new Set<SessionId>();
    for (let count = 0; this.#rows !== undefined && count < size; count++) {
      const { value: row } = this.#rows.next();
      if (row === undefined) this.#rows = undefined;
      else if (index.rows.has(row.sessionId)) ids.add(row.sessionId);
    }
    if (ids.size > 0) this.#announce(ids);
  }
}
