/** Reads what the lanes in sight need: details of many at once, marks log by log. Lanes out of sight are given up. */
import { eventsOf, type Lane } from './lanes.ts';
import type { TimelinePort } from './timelinePort.ts';

export class LaneReading {
  readonly #port: TimelinePort;
  readonly #changed: () => void;
  #wanted: readonly Lane[] = [];
  #isReading = false;
  #current: { readonly lane: Lane; readonly abort: AbortController } | undefined;

  /** `changed` is called whenever a lane has got more. */
  constructor(port: TimelinePort, changed: () => void) {
    this.#port = port;
    this.#changed = changed;
  }

  /** Lanes that are read from now on, in this order; others are no longer. */
  want(lanes: readonly Lane[]): void {
    this.#wanted = lanes;
    if (this.#current !== undefined && !lanes.includes(this.#current.lane)) this.#current.abort.abort();
    if (!this.#isReading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      for (;;) {
        const bare = this.#wanted.filter((lane) => lane.needsDetails).slice(0, 100);
        if (bare.length > 0) await this.#readDetails(bare);
        const next = this.#wanted.find((lane) => lane.needsMarks);
        if (next === undefined) return;
        await this.#readMarks(next);
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #readDetails(lanes: readonly Lane[]): Promise<void> {
    // What cannot be read is not asked for again until its session changes.
    for (const lane of lanes) lane.needsDetails = false;
    const found = await orNone(this.#port.request('details', { sessionIds: lanes.map(({ sessionId }) => sessionId) }));
    const byId = new Map(lanes.map((lane) => [lane.sessionId, lane]));
    for (const details of found ?? []) this.#take(byId.get(details.sessionId), { details });
    this.#changed();
  }

  async #readMarks(lane: Lane): Promise<void> {
    lane.needsMarks = false;
    const abort = new AbortController();
    this.#current = { lane, abort };
    const marks = await orNone(this.#port.request('marks', { sessionId: lane.sessionId }, abort.signal));
    this.#current = undefined;
    if (abort.signal.aborted) lane.needsMarks = true;
    if (marks) this.#take(lane, { marks });
    this.#changed();
  }

  #take(lane: Lane | undefined, more: Pick<Lane, 'details' | 'marks'>): void {
    if (lane === undefined) return;
    Object.assign(lane, more);
    lane.events = eventsOf(lane);
  }
}

/** Nothing where the request failed or was aborted: the log channel has why. */
async function orNone<Result>(request: Promise<Result>): Promise<Result | undefined> {
  return request.catch(() => undefined);
}
