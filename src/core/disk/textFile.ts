/** Text files, to be compared with texts that logs have. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from './openRegularFile.ts';

/** A longer file is not compared. */
const longest = 8 * 1024 * 1024;

/** `undefined` for what is no text, longer than 8 MB, a link, or cannot be read. */
export function readTextFile(file: string): string | undefined {
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
export function plainText(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}
