/** The lanes that there are, those of the range that is shown, and from when to when they all are. */
import type { LanesNotification } from '../../messages/timelineMessages.ts';
import { extentOf, overlaps, takeLanes, type Lane, type TimeRange } from './lanes.ts';

export class LaneList {
  #all: readonly Lane[] = [];
  #inRange: readonly Lane[] = [];
  #byId: ReadonlyMap<string, Lane> = new Map();
  #extent: TimeRange | undefined;

  get all(): readonly Lane[] {
    return this.#all;
  }

  /** As of the last call of `show`. */
  get inRange(): readonly Lane[] {
    return this.#inRange;
  }

  /** All of the time there is, with some room at its ends; `undefined` before the first lane. */
  get extent(): TimeRange | undefined {
    return this.#extent;
  }

  has({ sessionId }: Lane): boolean {
    return this.#byId.has(sessionId);
  }

  readonly titleOf = (sessionId: string): string => {
    const title = this.#byId.get(sessionId)?.title;
    return title === undefined ? sessionId.slice(0, 8) : `${title} (${sessionId.slice(0, 8)})`;
  };

  take(notification: Pick<LanesNotification, 'lanes' | 'changed'>): void {
    this.#all = takeLanes(this.#all, notification);
    this.#byId = new Map(this.#all.map((lane) => [lane.sessionId, lane]));
    const extent = extentOf(this.#all);
    if (extent === undefined) return;
    const margin = Math.max(60_000, (extent.until - extent.from) * 0.01);
    this.#extent = { from: extent.from - margin, until: extent.until + margin };
  }

  show(range: TimeRange): void {
    this.#inRange = this.#all.filter((lane) => overlaps(lane, range));
  }
}
