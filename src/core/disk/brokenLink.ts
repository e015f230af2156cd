/** Links that lead nowhere just now: what they led to may be on a disk that is not mounted. */
import * as fs from 'node:fs';
import { errorCode, isMissing } from './errors.ts';

/**
 * Whether a link stands at `file` whose target is not there. False where nothing stands, or where that cannot be told.
 */
export function isBrokenLink(file: string): boolean {
  try {
    if (fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return false;
  } catch {
    return false;
  }
  try {
    fs.statSync(file);
    return false;
  } catch (error) {
    return isMissing(error) || errorCode(error) === 'ELOOP';
  }
}
