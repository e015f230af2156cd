/** Tells when events come faster than they can be counted on: the kernel keeps 16,384 of them for whoever is busy. */

const perSecond = 1_000;

export class EventRate {
  /** When the second began in which events are counted (as `performance.now()` counts), and how many they are. */
  #since = 0;
  #counted = 0;
  #isOn = false;

  /** Some events may have been lost since `settle`. */
  get isHigh(): boolean {
    return this.#isOn;
  }

  /** Counts an event. True when it makes a storm of those of the last second. */
  count(now: number): boolean {
    if (now - this.#since > 1_000) {
      this.#since = now;
      this.#counted = 0;
    }
    const begins = ++this.#counted === perSecond;
    if (begins) this.#isOn = true;
    return begins;
  }

  /** A look at the disk begins, which finds what was lost up to now. */
  reset(): void {
    this.#isOn = false;
  }
}
