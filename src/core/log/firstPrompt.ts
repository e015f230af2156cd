/** The prompt that an agent was given, read from its log on demand: few answers need it. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { promptText } from './prompts.ts';

/** A prompt stands in one of the first lines; one that does not end within this is not looked at. */
const longestStart = 64 * 1024;

export interface FirstLine {
  readonly line: number;
  readonly offset: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The text of the first prompt in the log at `path`; `undefined` when there is none near its start, or it cannot be
 * read.
 */
export function firstPrompt(path: string): string | undefined {
  for (const { record } of firstLines(path)) {
    const prompt = promptText(record);
    if (prompt !== undefined) return prompt;
  }
  return undefined;
}

/**
 * The whole entries near the start of the log at `path`, with their lines (from 1) and offsets; none when it cannot be
 * read.
 */
export function firstLines(path: string): FirstLine[] {
  const file = openRegularFile(path);
  if (file.state !== 'open') return [];
  try {
    let offset = 0;
    const lines = readAt(file.fd, 0, Math.min(longestStart, file.stats.size)).toString('utf8').split('\n');
    return lines.flatMap((text, i): FirstLine[] => {
      const record = parseJsonObject(text);
      const found = record === undefined ? [] : [{ line: i + 1, offset, record }];
      offset += Buffer.byteLength(text) + 1;
      return found;
    });
  } catch {
    return [];
  } finally {
    fs.closeSync(file.fd);
  }
}
