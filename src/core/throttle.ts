/**
 * Runs something that is asked for often only as often as it should run. Time is passed in, so that tests need not
 * wait.
 */

export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Runs something once, later. Returns what cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export class Throttle {
  readonly #run: () => void;
  readonly #clock: Clock;
  #restsUntil = -Infinity;
  #scheduled: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(run: () => void, clock: Clock = systemClock) {
    this.#run = run;
    this.#clock = clock;
  }

  /** Whether it may not run yet. */
  get isResting(): boolean {
    return this.#clock.now() < this.#restsUntil;
  }

  /**
   * Runs once, after `delay` milliseconds or when its rest is over. Of several calls before that the earliest counts.
   */
  schedule(delay = 0): void {
    const now = this.#clock.now();
    const at = Math.max(now + delay, this.#restsUntil);
    if (this.#scheduled !== undefined && this.#scheduled.at <= at) return;
    this.cancel();
    const run = (): void => {
      this.#scheduled = undefined;
      this.#run();
    };
    this.#scheduled = { at, cancel: this.#clock.after(at - now, run) };
  }

  /** What is scheduled from now on does not run before this many milliseconds are over. */
  rest(milliseconds: number): void {
    this.#restsUntil = this.#clock.now() + milliseconds;
  }

  /** Drops what is scheduled. */
  cancel(): void {
    this.#scheduled?.cancel();
    this.#scheduled = undefined;
  }
}
