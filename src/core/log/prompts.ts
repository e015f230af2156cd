/** What a `user` entry says, and whether a person typed it. */
import * as records from './records.ts';

/** Wrappers that the client puts around what is not a prompt: commands, their output, hooks, interruptions, reminders. */
const notTyped = /^\s*(?:<[a-z][a-z-]*>|Caveat: |\[Request interrupted|This session is being continued)/;
const longest = 400;

/** The text of an entry's message, its text blocks joined by newlines; `undefined` when it has none. */
export function promptText(record: Record<string, unknown>): string | undefined {
  const content = records.prompt().safeParse(record).data?.message.content;
  if (content === undefined) return undefined;
  if (typeof content === 'string') return content;
  const texts = content.flatMap((block) => records.textBlock().safeParse(block).data?.text ?? []);
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** The start of what a person typed (at most 400 characters); `undefined` for entries that the client wrote itself. */
export function typedPrompt(record: Record<string, unknown>): string | undefined {
  const entry = records.prompt().safeParse(record).data;
  if (entry === undefined || entry.isMeta || entry.isCompactSummary || entry.isVisibleInTranscriptOnly)
    return undefined;
  const text = promptText(record);
  if (text === undefined || text.trim() === '' || notTyped.test(text)) return undefined;
  return text.trimStart().slice(0, longest);
}
