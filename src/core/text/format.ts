/** Short words for figures and times, as rows of a list show them. */
import { t } from '@vscode/l10n';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/**
 * How long ago `at` was: `now`, `5 min`, `2 h`, `89 d`, `3 mo`, `2 y`. Days go up to 89 and months up to 24, so that an
 * older time never shows a shorter age. A time in the future is `now`.
 */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (isJustNow(at, now)) return t('now');
  if (age < hour) return t('{0} min', Math.floor(age / minute));
  if (age < day) return t('{0} h', Math.floor(age / hour));
  if (age < 90 * day) return t('{0} d', Math.floor(age / day));
  if (age < 2 * year) return t('{0} mo', Math.round((age / year) * 12));
  return t('{0} y', Math.floor(age / year));
}

/** Whether `formatAge` says `now`. */
export function isJustNow(at: number, now: number): boolean {
  return now - at < minute;
}

/** How long something took, in the largest unit that fits, rounded: `41 s`, `3 min`, `2 h`, `4 d`; at least `1 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.round(milliseconds / hour);
  return hours < 24 ? t('{0} h', hours) : t('{0} d', Math.round(milliseconds / day));
}

/** A size in bytes with at most one decimal: `0 B`, `12 KB`, `3.4 MB`; 1 KB is 1,024 bytes, as in VS Code. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  const short = value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  return `${short.replace('.', decimalPoint())} ${unit}`;
}

const decimalPoint = (): string => t({ message: '.', comment: 'decimal point' });

/** A whole number with a comma between thousands. Without `Intl`, whose first use costs the extension host 20 ms. */
export function formatNumber(value: number): string {
  return groupThousands(value, t({ message: ',', comment: 'between thousands' }));
}

/** `1 entry`, `1,234 entries`, in English alone: for terminals and logs. */
export function formatCount(count: number, one: string, many: string): string {
  return `${groupThousands(count, ',')} ${count === 1 ? one : many}`;
}

function groupThousands(value: number, separator: string): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, separator);
}

/** `one` for 1, else `many` with the number in the place of `{0}`: whole texts, since languages differ in both. */
export function formatPlural(count: number, one: string, many: string): string {
  return count === 1 ? one : many.replace('{0}', formatNumber(count));
}

/** The parts that say something, with the dot that VS Code's own descriptions use. */
export function joinParts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
