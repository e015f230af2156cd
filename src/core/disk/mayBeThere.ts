import * as fs from 'node:fs';
import { isMissing } from './errors.ts';

/**
 * `false` only where the system says that nothing is there, not where it refuses to look. A link is there, wherever it
 * leads.
 */
export function mayBeThere(location: string): boolean {
  try {
    return fs.lstatSync(location, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return !isMissing(error);
  }
}
