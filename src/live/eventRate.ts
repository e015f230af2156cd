/** Detects events that come too fast to be reliable: the kernel queues 16,384 of them, then drops the rest. */

const perSecond = 1_000;

export class EventRate {
  /** When the second began in which events are counted (as `performance.now()` counts), and how many they are. */
  #since = 0;
  #counted = 0;
  #isOn = false;

  /** Some events may have been lost since `reset`. */
  get isHigh(): boolean {
    return this.#isOn;
  }

  /** Counts an event at `now` (milliseconds). True when the rate becomes too high with it. */
  count(now: number): boolean {
    if (now - this.#since > 1_000) {
      this.#since = now;
      this.#counted = 0;
    }
    const begins = ++this.#counted === perSecond;
    if (begins) this.#isOn = true;
    return begins;
  }

  /** A comparison with the disk begins, which finds what was lost up to now. */
  reset(): void {
    this.#isOn = false;
  }
}
