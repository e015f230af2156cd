/** The prompt that an agent was given, read from its log when somebody asks: hardly anyone does. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { promptText } from './prompts.ts';

/** A prompt stands in one of the first lines; one that does not end within this is not looked at. */
const longestStart = 64 * 1024;

/** The text of the first prompt in the log at `path`; `undefined` when there is none near its start, or it cannot be read. */
export function firstPrompt(path: string): string | undefined {
  const file = openRegularFile(path);
  if (file.state !== 'open') return undefined;
  try {
    const lines = readAt(file.fd, 0, Math.min(longestStart, file.stats.size)).toString('utf8').split('\n');
    return lines.map(promptOf).find((prompt) => prompt !== undefined);
  } catch {
    return undefined;
  } finally {
    fs.closeSync(file.fd);
  }
}

function promptOf(line: string): string | undefined {
  const record = parseJsonObject(line);
  return record && promptText(record);
}
