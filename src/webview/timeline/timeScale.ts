/** Where times lie on the screen, and which of them the axis names. */
import { timeTicks } from 'd3-time';
import type { TimeRange } from './lanes.ts';
import { locale } from '../localization.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const formats = {
  seconds: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  minutes: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  days: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }),
  months: new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short' }),
};

export interface Tick {
  readonly x: number;
  readonly text: string;
}

/** A range of time over the pixels from `left` to `right`. */
export class TimeScale {
  readonly range: TimeRange;
  readonly left: number;
  readonly right: number;

  constructor(range: TimeRange, left: number, right: number) {
    this.range = range;
    this.left = left;
    this.right = right;
  }

  x(time: number): number {
    const { from, until } = this.range;
    return this.left + ((time - from) / (until - from)) * (this.right - this.left);
  }

  time(x: number): number {
    const { from, until } = this.range;
    return from + ((x - this.left) / (this.right - this.left)) * (until - from);
  }

  /** Round times, some `pixels` apart. */
  ticks(pixels: number): readonly Tick[] {
    const { from, until } = this.range;
    const count = Math.max(2, Math.round((this.right - this.left) / pixels));
    const times = timeTicks(new Date(from), new Date(until), count);
    const step = Number(times[1]) - Number(times[0]);
    return times.map((time) => ({ x: this.x(Number(time)), text: tickText(time, step) }));
  }
}

function tickText(time: Date, step: number): string {
  if (step > 27 * day) return formats.months.format(time);
  if (step >= day || (time.getHours() === 0 && time.getMinutes() === 0 && time.getSeconds() === 0)) {
    return formats.days.format(time);
  }
  return (step < minute ? formats.seconds : formats.minutes).format(time);
}
