/** Words for logs that the client deletes soon. */
import type { LogCleaning } from '../core/model.ts';
import type { FactSource } from './facts.ts';
import { displayPath } from './rowText.ts';

const hour = 3_600_000;

/** `cleaned in 2 d`, for a row; `at`: when the log's file is old enough. */
export function cleaningMark(at: number | undefined, now: number): string | undefined {
  if (at === undefined) return undefined;
  const hours = (at - now) / hour;
  if (hours <= 0) return 'cleaned at the next start';
  return `cleaned in ${hours < 24 ? `${Math.ceil(hours)} h` : `${Math.floor(hours / 24)} d`}`;
}

/** When, by which rule, and where that rule stands. */
export function cleaningSentence(
  { time, days, settings }: LogCleaning,
  source: Pick<FactSource, 'formatTime' | 'home'>,
): string {
  const by = settings === undefined ? 'its default' : `cleanupPeriodDays in ${displayPath(settings, source.home)}`;
  const period = days === 1 ? '1 day' : `${days} days`;
  return `when Claude Code starts after ${source.formatTime(time)}: the file is then ${period} old (${by})`;
}
