/** Short words for figures and times, as rows of a list show them. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/**
 * How long ago `at` was, in the largest unit that fits: `now`, `5 min`, `2 h`, `89 d`, `3 mo`, `2 y`. Never less than
 * for a later time: months begin where three of them are rounded, years where two have passed. A time in the future is
 * `now`.
 */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (age < minute) return 'now';
  if (age < hour) return `${Math.floor(age / minute)} min`;
  if (age < day) return `${Math.floor(age / hour)} h`;
  if (age < 90 * day) return `${Math.floor(age / day)} d`;
  if (age < 2 * year) return `${Math.round((age / year) * 12)} mo`;
  return `${Math.floor(age / year)} y`;
}

/** How long something took, in the largest unit that fits, rounded: `41 s`, `3 min`, `2 h`, `4 d`; at least `1 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(milliseconds / hour);
  return hours < 24 ? `${hours} h` : `${Math.round(milliseconds / day)} d`;
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
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${unit}`;
}

/** A whole number with a comma between thousands. Without `Intl`, whose first use costs the extension host 20 ms. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 entry`, `1,234 entries`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** The parts that say something, with the dot that VS Code's own descriptions use. */
export function joinParts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
