/** The lane or event that is selected, and how it moves from lane to lane, and through the events of one. */
import type { LaneList } from './laneList.ts';
import type { Lane, LaneEvent, Place, TimeRange } from './lanes.ts';

export class Selection {
  /** Its lane may have left the range. */
  place: Place | undefined;

  get lane(): Lane | undefined {
    return this.place?.lane;
  }

  get event(): LaneEvent | undefined {
    return this.place?.event;
  }

  /** After lanes were taken: nothing is selected in a lane that is gone. */
  keepIn(lanes: Pick<LaneList, 'has'>): void {
    if (this.lane !== undefined && !lanes.has(this.lane)) this.place = undefined;
  }

  /** Selects a lane, and none of its events. Returns what is selected; `undefined` without a lane. */
  toLane(lane: Lane | undefined): Place | undefined {
    if (lane === undefined) return undefined;
    return (this.place = { lane, event: undefined });
  }

  /** The next (1) or previous (-1) of these lanes; from outside of them the first or last. Returns as `toLane` does. */
  toLaneBeside(lanes: readonly Lane[], by: 1 | -1): Place | undefined {
    const at = this.lane === undefined ? -1 : lanes.indexOf(this.lane);
    if (at < 0) return this.toLane(lanes.at(by > 0 ? 0 : -1));
    return this.toLane(lanes[Math.min(lanes.length - 1, Math.max(0, at + by))]);
  }

  /**
   * The next (1) or previous (-1) event of the lane, at an end the same one; from the lane itself the first or last.
   * Returns it; `undefined` where there is none, and what is selected stays.
   */
  toEventBeside(by: 1 | -1): LaneEvent | undefined {
    const { lane, event } = this;
    const events = lane?.events ?? [];
    const at = event === undefined ? -1 : events.indexOf(event);
    const next =
      event !== undefined && at < 0
        ? // Its lane was read anew: on from where it stood.
          events.find(({ time }) => time >= event.time)
        : events.at(at < 0 && by < 0 ? -1 : Math.min(events.length - 1, Math.max(0, at + by)));
    if (lane !== undefined && next !== undefined) this.place = { lane, event: next };
    return next;
  }

  /** When the event is, if that is within the range. */
  timeIn({ from, until }: TimeRange): number | undefined {
    const time = this.event?.time;
    return time !== undefined && time >= from && time <= until ? time : undefined;
  }

  /** The range from the event on, or from where the lane begins. */
  rangeFrom({ from, until }: TimeRange): TimeRange {
    return { from: this.event?.time ?? this.lane?.from ?? from, until };
  }

  /** The range up to the event, or to where the lane ends. */
  rangeUntil({ from, until }: TimeRange): TimeRange {
    return { from, until: this.event?.time ?? this.lane?.until ?? until };
  }
}
