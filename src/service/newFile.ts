/** A file that a person asked for, made where nothing stands. */
import { writeFile } from 'node:fs/promises';
import { errorCode } from '../core/disk/errors.ts';

/** Writes `text` to a new file; `false` when something stands there already, which is left as it is. */
export async function writeNewFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
