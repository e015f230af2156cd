/** Whether a file that a log names is still as the log has it: looked at only where the log need not be trusted. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { reachedFile, type ReachedFile } from '../disk/reachedFile.ts';
import { loggedTexts } from '../files/loggedTexts.ts';
import type { FileChange } from '../model.ts';

/**
 * `as-logged`, `changed`: compared with what the change left. `found`: there, and not to be compared, since the log does
 * not hold the whole text. `gone`: no such file. `not-a-regular-file`: a link, folder or device stands there or on the way.
 * `not-looked-at`: it lies in none of the folders.
 */
export type FileNow = 'as-logged' | 'changed' | ReachedFile;

/** A longer file is not compared. */
const longest = 8 * 1024 * 1024;

/** `last`: the change after which the file is to be the same. */
export function fileNow(file: string, last: FileChange, folders: readonly string[]): FileNow {
  const reached = reachedFile(file, folders);
  if (reached !== 'found') return reached;
  const logged = last.hasAfter ? loggedTexts(last).after : undefined;
  const now = logged === undefined ? undefined : textOf(file);
  if (logged === undefined || now === undefined) return 'found';
  return plain(now) === plain(logged) ? 'as-logged' : 'changed';
}

/** `undefined` for what is no text, too long, or cannot be read. */
function textOf(file: string): string | undefined {
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return undefined;
  try {
    const { size } = opened.stats;
    const bytes = size > longest ? undefined : readAt(opened.fd, 0, size);
    return bytes === undefined || bytes.includes(0) ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** Clients log texts with line feeds alone, and write them with the line ends that the file had. */
function plain(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}
