/** What a person typed first and last in a session, read from the two ends of its log on demand: only a search asks. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import type { SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJsonObject } from '../text/parseJson.ts';
import { typedPrompt } from './prompts.ts';

/** Bytes read at the start and at the end. Much can follow the last prompt of a session at work: then more is read. */
const startLength = 64 * 1024;
const endLengths = [64 * 1024, 1024 * 1024];

export interface PromptsAtEnds {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/**
 * The session's first and last prompt, at most 400 characters of each. `undefined`: none stands near that end of the
 * log, or the log cannot be read. A `last-prompt` record (2.1.100 on) counts as the prompt that it repeats.
 */
export function promptsAtEnds(path: string, ownId: SessionId): PromptsAtEnds {
  const file = openRegularFile(path);
  if (file.state !== 'open') return { first: undefined, last: undefined };
  const { fd, stats } = file;
  try {
    const start = linesOf(readAt(fd, 0, Math.min(startLength, stats.size)));
    const first = firstOf(start, ownId);
    for (const length of endLengths) {
      const from = Math.max(0, stats.size - length);
      // The line that the piece begins in is not whole, unless it is the file's first.
      const lines = linesOf(readAt(fd, from, stats.size - from)).slice(from === 0 ? 0 : 1);
      const last = firstOf(lines.reverse(), ownId);
      if (last !== undefined || from === 0) return { first, last };
    }
    return { first, last: undefined };
  } catch {
    return { first: undefined, last: undefined };
  } finally {
    fs.closeSync(fd);
  }
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\n');
}

function firstOf(lines: readonly string[], ownId: SessionId): string | undefined {
  for (const line of lines) {
    const prompt = mayBePrompt(line) ? promptIn(parseJsonObject(line), ownId) : undefined;
    if (prompt !== undefined) return prompt;
  }
  return undefined;
}

/** Spares the parsing of what is mostly the results of tools. A quote in a text is escaped. */
function mayBePrompt(line: string): boolean {
  return line.includes('"last-prompt"') || (line.includes('"user"') && !line.includes('"tool_result"'));
}

function promptIn(record: Readonly<Record<string, unknown>> | undefined, ownId: SessionId): string | undefined {
  if (record === undefined || parseSessionId(record.sessionId) !== ownId) return undefined;
  if (record.isSidechain === true || record.forkedFrom !== undefined) return undefined;
  if (record.type === 'user') return typedPrompt(record);
  if (record.type !== 'last-prompt' || typeof record.lastPrompt !== 'string') return undefined;
  return typedPrompt({ message: { content: record.lastPrompt } });
}
