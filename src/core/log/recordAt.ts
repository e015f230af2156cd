/** One record of a log, read where evidence says that it stands. */
import { parseJsonObject } from '../text/parseJson.ts';
import type { Json } from '../text/schema.ts';
import { lineAt } from './lineReader.ts';
import { LogUnreadableError, withOpenLog } from './openLog.ts';

const longestRecord = 8 * 1024 * 1024;

/**
 * The record whose line starts at `offset`; `undefined` when the line is damaged or too long, or the log cannot be
 * read.
 */
export function recordAt(path: string, offset: number): Json | undefined {
  try {
    const bytes = withOpenLog(path, (file) => lineAt(file, offset, longestRecord)?.bytes);
    return Buffer.isBuffer(bytes) ? parseJsonObject(bytes) : undefined;
  } catch (error) {
    if (error instanceof LogUnreadableError) return undefined;
    throw error;
  }
}
