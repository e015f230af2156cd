/** How old scratch must be to be offered for cleaning. */

const hour = 3_600_000;
const units = { m: hour / 60, h: hour, d: 24 * hour, w: 7 * 24 * hour } as const;

export const defaultStaleAgeMs = 7 * units.d;
/** With less, scratch of a session that waits for a person would be stale. */
export const minimumStaleAgeMs = hour;
const maximumStaleAgeMs = 36_500 * units.d;

/** How long removed scratch waits in the bin before it counts as expired. */
export const defaultBinAgeMs = 30 * units.d;
const minimumBinAgeMs = units.d;

export interface AgeSetting {
  readonly maxAgeMs: number;
  /** One sentence when the value could not be used as it stands. */
  readonly warning: string | undefined;
}

/**
 * The age that a setting in days means: a number that makes no sense becomes the default, zero the minimum of an hour.
 */
export function staleAgeOfSetting(days: unknown): AgeSetting {
  if (typeof days !== 'number' || !(days >= 0) || days * units.d > maximumStaleAgeMs) {
    return {
      maxAgeMs: defaultStaleAgeMs,
      warning: 'The age of stale scratch is not a number of days: 7 days are used.',
    };
  }
  if (days * units.d < minimumStaleAgeMs) {
    return { maxAgeMs: minimumStaleAgeMs, warning: 'The age of stale scratch is too short: one hour is used.' };
  }
  return { maxAgeMs: days * units.d, warning: undefined };
}

/** The age after which the bin may be emptied, likewise: never less than a day. */
export function binAgeOfSetting(days: unknown): AgeSetting {
  if (typeof days !== 'number' || !(days >= 0) || days * units.d > maximumStaleAgeMs) {
    return { maxAgeMs: defaultBinAgeMs, warning: 'The age of the bin is not a number of days: 30 days are used.' };
  }
  if (days * units.d < minimumBinAgeMs) {
    return { maxAgeMs: minimumBinAgeMs, warning: 'The age of the bin is too short: one day is used.' };
  }
  return { maxAgeMs: days * units.d, warning: undefined };
}

/** Milliseconds of an age as it is typed: `90m`, `12h`, `7d`, `2w`. `undefined` for anything else. */
export function parseAge(text: string): number | undefined {
  const match = /^(\d{1,6})([mhdw])$/.exec(text);
  if (!match) return undefined;
  const age = Number(match[1]) * units[match[2] as keyof typeof units];
  return age <= maximumStaleAgeMs ? age : undefined;
}
