/** A settings file of the client, the user's or a project's, as the client takes it: JSON without comments, a BOM or not. */
import * as fs from 'node:fs';
import { isMissing } from '../disk/errors.ts';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { parseJsonObject } from '../text/parseJson.ts';

const largest = 1024 * 1024;

/** `unknown`: it cannot be read, is too long, or says nothing to the client. Values are hostile. */
export function readSettings(file: string): Readonly<Record<string, unknown>> | 'missing' | 'unknown' {
  const bytes = readSmallFile(file, largest);
  if (bytes === undefined) return isThere(file) ? 'unknown' : 'missing';
  return parseJsonObject(bytes.toString('utf8').replace(/^\ufeff/, '')) ?? 'unknown';
}

function isThere(file: string): boolean {
  try {
    fs.lstatSync(file);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}
