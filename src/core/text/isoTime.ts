/** Times as clients write them. */

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The largest that a `Date` can hold. */
const latest = 8.64e15;

/** Whether a number is milliseconds since 1970 that can be shown as a time. */
export function isTime(milliseconds: number | null | undefined): milliseconds is number {
  return typeof milliseconds === 'number' && Math.abs(milliseconds) <= latest;
}

/** Milliseconds since 1970; only ISO 8601 is a time: `Date.parse` takes `x 5` for one, too. */
export function timeOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== 'string' || !isoTime.test(timestamp)) return undefined;
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? undefined : time;
}
