/** After how many days the client deletes logs of a data root: `cleanupPeriodDays` of the user's settings, else its default. */
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { isMissing } from '../disk/errors.ts';
import * as fs from 'node:fs';
import { parseJsonObject } from '../text/parseJson.ts';

/** Of all clients up to 2.1.330. */
const clientsDefault = 30;
const largestSettings = 1024 * 1024;

export interface CleanupPeriod {
  readonly days: number;
  /** The settings file that says so; `undefined`: the client's default. */
  readonly settings: string | undefined;
}

/** `undefined` where it is not known: the file cannot be read, or holds something that clients refuse or take differently. */
export function cleanupPeriodOf(root: string): CleanupPeriod | undefined {
  const file = path.join(root, 'settings.json');
  const bytes = readSmallFile(file, largestSettings);
  if (bytes === undefined) return isThere(file) ? undefined : { days: clientsDefault, settings: undefined };
  const settings = parseJsonObject(bytes.toString('utf8').replace(/^\ufeff/, ''));
  if (settings === undefined) return undefined;
  const { cleanupPeriodDays: days } = settings;
  if (days === undefined) return { days: clientsDefault, settings: undefined };
  return typeof days === 'number' && days >= 1 && days <= 36_500 ? { days, settings: file } : undefined;
}

function isThere(file: string): boolean {
  try {
    fs.lstatSync(file);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}
