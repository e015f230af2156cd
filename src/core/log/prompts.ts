/** What a `user` entry says, and whether a person typed it. */
import { safeParse } from '../text/schema.ts';
import * as records from './recordShapes.ts';

/**
 * Wrappers that the client puts around what is not a prompt: commands, their output, hooks, interruptions, reminders.
 */
const notTyped = /^\s*(?:<[a-z][a-z-]*>|Caveat: |\[Request interrupted|This session is being continued)/;
const longest = 400;

/** The text of an entry's message, its text blocks joined by newlines; `undefined` when it has none. */
export function promptText(record: Record<string, unknown>): string | undefined {
  return textOf(safeParse(records.prompt, record)?.message.content);
}

/** The start of what a person typed (at most 400 characters); `undefined` for entries that the client wrote itself. */
export function typedPrompt(record: Record<string, unknown>): string | undefined {
  const entry = safeParse(records.prompt, record);
  if (entry === undefined || entry.isMeta || entry.isCompactSummary || entry.isVisibleInTranscriptOnly)
    return undefined;
  const text = textOf(entry.message.content);
  if (text === undefined || text.trim() === '' || notTyped.test(text)) return undefined;
  return startOf(text.trimStart(), longest);
}

/** The first characters as a text of their own: a slice would keep the whole text in memory. */
export function startOf(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length)).toString('utf8');
}

function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.flatMap((block) => safeParse(records.textBlock, block)?.text ?? []);
  return texts.length === 0 ? undefined : texts.join('\n');
}
