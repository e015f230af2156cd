/**
 * After how many days the client deletes logs of a data root: `cleanupPeriodDays` of the user's settings, else its
 * default.
 */
import * as path from 'node:path';
import { readSettings } from './clientSettings.ts';

/** Of all clients up to 2.1.330. */
const clientsDefault = 30;

export interface CleanupPeriod {
  readonly days: number;
  /** The settings file that says so; `undefined`: the client's default. */
  readonly settings: string | undefined;
}

/**
 * `undefined` where it is not known: the file cannot be read, or holds something that clients refuse or take
 * differently.
 */
export function cleanupPeriodOf(root: string): CleanupPeriod | undefined {
  const file = path.join(root, 'settings.json');
  const settings = readSettings(file, () => true);
  if (settings === 'unknown' || settings === 'unreadable') return undefined;
  const days = settings === 'missing' ? undefined : settings['cleanupPeriodDays'];
  if (days === undefined) return { days: clientsDefault, settings: undefined };
  return typeof days === 'number' && days >= 1 && days <= 36_500 ? { days, settings: file } : undefined;
}
