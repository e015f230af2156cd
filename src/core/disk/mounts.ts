/** What is mounted where, as Linux tells it. */
import * as fs from 'node:fs';
import type { DirectoryHandle } from './directoryHandle.ts';

/**
 * Whether something, a file too, is mounted below the folder in this process's view; `false` where the system has no
 * table of mounts. Throws when the folder's place cannot be found out.
 */
export function hasMountBelow(folder: DirectoryHandle): boolean {
  const table = mountTable();
  if (table === undefined) return false;
  // Bytes as latin1, as the table is read: a name need not be UTF-8.
  const place =
    folder.kind === 'descriptor' ? fs.readlinkSync(folder.self, 'latin1') : Buffer.from(folder.path).toString('latin1');
  return table.split('\n').some((line) => unescaped(line.split(' ')[4] ?? '').startsWith(`${place}/`));
}

function mountTable(): string | undefined {
  try {
    return fs.readFileSync('/proc/self/mountinfo', 'latin1');
  } catch {
    return undefined;
  }
}

/** Blanks and the like are written in octal. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
