/** Whether a file that a log names is still as the log has it: looked at only where the log need not be trusted. */
import { reachedFile, type ReachedFile } from '../disk/reachedFile.ts';
import { plainText, readTextFile } from '../disk/textFile.ts';
import { loggedTexts } from '../files/loggedTexts.ts';
import type { FileChange } from '../model.ts';

/**
 * `as-logged`, `changed`: compared with what the change left. `found`: there, and not to be compared, since the log
 * does not hold the whole text. `gone`: no such file. `not-a-regular-file`: a link, folder or device stands there or on
 * the way.
 * `not-looked-at`: it lies in none of the folders.
 */
export type FileNow = 'as-logged' | 'changed' | ReachedFile;

/** `last`: the change after which the file is to be the same. */
export function fileNow(file: string, last: FileChange, folders: readonly string[]): FileNow {
  const reached = reachedFile(file, folders);
  if (reached !== 'found') return reached;
  const logged = last.hasAfter ? loggedTexts(last).after : undefined;
  const now = logged === undefined ? undefined : readTextFile(file);
  if (logged === undefined || now === undefined) return 'found';
  return plainText(now) === plainText(logged) ? 'as-logged' : 'changed';
}
