/** Rows that are known before anything is compared: told in lots, the newest sessions first, so that whoever takes them in is not held up. */
import type { SessionId } from '../core/model.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** As many as fill a view, then as many as are taken in without being noticed. */
const firstLot = 200;
const nextLot = 500;

export class CachedRowsAnnouncer {
  readonly #announce: (ids: ReadonlySet<SessionId>) => void;
  #ids: SessionId[] = [];

  constructor(tell: (ids: ReadonlySet<SessionId>) => void) {
    this.#announce = tell;
  }

  get hasMore(): boolean {
    return this.#ids.length > 0;
  }

  /** All rows of an index are to be told; the first lot is told before the others are looked at. */
  start(index: SessionIndex): void {
    this.#ids = [];
    for (const { sessionId } of index.rows.newestInPassing()) {
      this.#ids.push(sessionId);
      if (this.#ids.length === firstLot) this.#announce(new Set(this.#ids));
    }
    const told = this.#ids.splice(0, firstLot);
    if (told.length > 0 && told.length < firstLot) this.#announce(new Set(told));
  }

  /** Tells the next lot of those that are still there. */
  announceBatch(index: SessionIndex): void {
    const ids = new Set(this.#ids.splice(0, nextLot).filter((id) => index.rows.has(id)));
    if (ids.size > 0) this.#announce(ids);
  }
}
