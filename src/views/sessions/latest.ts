/**
 * Of overlapping requests with one key, all get the result or the error of the last one: an earlier one may be stale by
 * then.
 */
export class Latest<Key, Result> {
  readonly #running = new Map<Key, { last: Promise<Result>; callers: number }>();

  async request(key: Key, start: () => Promise<Result>): Promise<Result> {
    const running = this.#running.get(key) ?? { last: start(), callers: 0 };
    if (running.callers > 0) running.last = start();
    this.#running.set(key, running);
    running.callers++;
    try {
      for (;;) {
        const { last } = running;
        try {
          const result = await last;
          if (last === running.last) return result;
        } catch (error) {
          if (last === running.last) throw error;
        }
      }
    } finally {
      if (--running.callers === 0) this.#running.delete(key);
    }
  }
}
