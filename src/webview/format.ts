/** Times and words as the reader's own system writes them. */
import { locale } from './localization.ts';

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const date = new Intl.DateTimeFormat(locale, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });

export const formatClock = (time: number): string => clock.format(time);
export const formatMoment = (time: number): string => clockWithSeconds.format(time);
export const formatDay = (time: number): string => date.format(time);

/** The first `max` characters of a text on one line. */
export function firstLine(text: string, max = 160): string {
  const line = text
    .slice(0, max * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > max || text.length > max * 4 ? `${line.slice(0, max).trimEnd()}…` : line;
}
