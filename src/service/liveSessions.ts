/** The sessions that the registry proves to be live, or those of them in one state, as the service's changes tell. */
import type { SessionId, SessionRow } from '../core/model.ts';
import type { SessionChange } from './sessionService.ts';

export class LiveSessions {
  readonly #ids = new Set<SessionId>();
  readonly #isOne: (row: SessionRow) => boolean;

  constructor(isOne = ({ state }: SessionRow): boolean => state !== undefined) {
    this.#isOne = isOne;
  }

  get ids(): ReadonlySet<SessionId> {
    return this.#ids;
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Whether a change is about one of them, or one that was. */
  follow({ changed, removed }: SessionChange, rows: ReadonlyMap<SessionId, SessionRow>): boolean {
    let isTold = false;
    for (const id of [...changed, ...removed]) {
      const was = this.#ids.delete(id);
      const row = rows.get(id);
      const is = row !== undefined && this.#isOne(row);
      if (is) this.#ids.add(id);
      isTold ||= was || is;
    }
    return isTold;
  }
}
