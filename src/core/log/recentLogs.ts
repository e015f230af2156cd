/** Keeps what was read of the logs that were asked for last, so that each is read on from where its reading ended. */
import type { OpenLog } from './openLog.ts';

interface Kept<Reading> {
  readonly reading: Reading;
  readonly dev: number;
  readonly ino: number;
}

export class RecentLogs<Reading> {
  readonly #logs = new Map<string, Kept<Reading>>();
  readonly #most: number;

  /** `most`: logs that are remembered. */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was read of a log. Begun anew where another file stands in its place, or where `fits` says no. */
  of(
    name: string,
    { dev, ino }: OpenLog,
    { fits, begin }: { readonly fits: (known: Reading) => boolean; readonly begin: () => Reading },
  ): Reading {
    const known = this.#logs.get(name);
    const isSame = known?.dev === dev && known.ino === ino && fits(known.reading);
    const log = isSame ? known : { reading: begin(), dev, ino };
    this.#logs.delete(name);
    this.#logs.set(name, log);
    const [oldest] = this.#logs.keys();
    if (this.#logs.size > this.#most && oldest !== undefined) this.#logs.delete(oldest);
    return log.reading;
  }
}
