/** The sessions that the registry proves to be live, as the service's changes tell. */
import type { SessionId, SessionRow } from '../core/model.ts';
import type { SessionChange } from './sessionService.ts';

export class LiveSessions {
  readonly #ids = new Set<SessionId>();

  get size(): number {
    return this.#ids.size;
  }

  /** Whether a change is about one that is live, or was. */
  follow({ changed, removed }: SessionChange, rows: ReadonlyMap<SessionId, SessionRow>): boolean {
    let isTold = false;
    for (const id of [...changed, ...removed]) {
      const was = this.#ids.delete(id);
      const is = rows.get(id)?.state !== undefined;
      if (is) this.#ids.add(id);
      isTold ||= was || is;
    }
    return isTold;
  }
}
