/** Ranges of time within the extent of all lanes. */
import type { TimeRange } from './lanes.ts';

/** Milliseconds in the shortest range. */
const shortest = 5_000;

/** Of this length and around the same middle, as near as the extent allows. */
export function rangeWithin({ from, until }: TimeRange, extent: TimeRange): TimeRange {
  const length = Math.min(Math.max(until - from, shortest), extent.until - extent.from);
  const start = Math.min(Math.max((from + until - length) / 2, extent.from), extent.until - length);
  return { from: start, until: start + length };
}

/** `factor` times as close, with `around` where it was. */
export function zoomed({ from, until }: TimeRange, factor: number, around: number, extent: TimeRange): TimeRange {
  const least = shortest / (until - from);
  const most = (extent.until - extent.from) / (until - from);
  const by = Math.min(Math.max(1 / factor, least), most);
  return rangeWithin({ from: around - (around - from) * by, until: around + (until - around) * by }, extent);
}
