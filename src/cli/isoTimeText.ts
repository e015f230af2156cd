/** Times of rows as text: lists of all sessions have two a row. */
import { lazily } from '../core/text/lazily.ts';

const day = 24 * 60 * 60 * 1000;

/** The parts of a time's text, and the day that was asked for last: in lists most times are of the day of the time before. */
class TimeParts {
  readonly minutes = Array.from({ length: 24 * 60 }, (_, at) => `T${padded(Math.floor(at / 60))}:${padded(at % 60)}:`);
  readonly seconds = Array.from({ length: 60 }, (_, at) => `${padded(at)}.`);
  readonly milliseconds = Array.from({ length: 1000 }, (_, at) => `${padded(at, 3)}Z`);
  day = NaN;
  date = '';
}
const timeParts = lazily(() => new TimeParts());

/** What `Date.toISOString` says of a time, in a fraction of its time: lists have two of them a session. */
export function isoTimeText(time: number): string {
  const parts = timeParts();
  const days = Math.floor(time / day);
  const rest = time - days * day;
  if (days !== parts.day || !Number.isInteger(time)) {
    const text = new Date(time).toISOString();
    // Years of more than four digits are not worth a thought, nor are parts of milliseconds.
    if (text.length !== '1970-01-01T00:00:00.000Z'.length || !Number.isInteger(time)) return text;
    parts.day = days;
    parts.date = text.slice(0, '1970-01-01'.length);
    return text;
  }
  const minutes = Math.floor(rest / 60_000);
  const seconds = Math.floor((rest - minutes * 60_000) / 1000);
  const milliseconds = rest - minutes * 60_000 - seconds * 1000;
  return parts.date + parts.minutes[minutes] + parts.seconds[seconds] + parts.milliseconds[milliseconds];
}

function padded(number: number, length = 2): string {
  return String(number).padStart(length, '0');
}
