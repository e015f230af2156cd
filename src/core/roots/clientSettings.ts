/**
 * A settings file of the client, the user's or a project's, as the client takes it: JSON without comments, a BOM or
 * not.
 */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { parseJsonObject } from '../text/parseJson.ts';

const largest = 1024 * 1024;

/**
 * `unreadable`: the system refuses; `unknown`: no file to be read, too long, or JSON that says nothing to the client.
 */
export type ReadSettings = Readonly<Record<string, unknown>> | 'missing' | 'unreadable' | 'unknown';

/** Where links in the place of settings files may lead. */
export type MayFollow = (target: string) => boolean;

/**
 * Values are hostile. Clients follow a link in the file's place (2.1.40, 2.1.332), as programs that keep a user's
 * settings together make them; here that depends on `mayFollow`, and without it none is looked at.
 */
export function readSettings(file: string, mayFollow: MayFollow | undefined): ReadSettings {
  let opened = openRegularFile(file);
  if (opened.state === 'not-a-regular-file' && opened.code === 'ELOOP' && mayFollow !== undefined) {
    const target = targetOf(file);
    if (target === undefined) return 'missing';
    if (mayFollow(target)) opened = openRegularFile(target);
  }
  if (opened.state === 'not-a-regular-file') return 'unknown';
  if (opened.state !== 'open') return opened.state;
  const { fd, stats } = opened;
  try {
    if (stats.size > largest) return 'unknown';
    return (
      parseJsonObject(
        readAt(fd, 0, stats.size)
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      ) ?? 'unknown'
    );
  } catch {
    return 'unreadable';
  } finally {
    fs.closeSync(fd);
  }
}

/** Where a link leads to; `undefined`: nowhere. */
function targetOf(link: string): string | undefined {
  try {
    return fs.realpathSync(link);
  } catch {
    return undefined;
  }
}
