/** What an answer says of its model and its tokens, in words. What the log does not say is not said. */
import { formatNumber, joinParts } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { LastAnswer } from '../core/transcript/lastAnswer.ts';

const longestModel = 60;

/** `claude-opus-5-5 · 18,592 tokens in context`: all that was sent for it. How much room is left, no log says. */
export function answerWords({ model, usage }: LastAnswer): string {
  const context = usage && usage.input + usage.cacheRead + usage.cacheWritten;
  return joinParts(
    toSingleLine(model, longestModel),
    context === undefined ? undefined : `${formatNumber(context)} tokens in context`,
  );
}

/** Where the words are from, and the numbers that are in the sum. */
export function answerDetail({ usage }: LastAnswer): string {
  const of = 'As the last answer in the log says.';
  if (usage === undefined) return of;
  const { input, cacheRead, cacheWritten, output } = usage;
  const sent = [
    `${formatNumber(input)} new`,
    `${formatNumber(cacheRead)} read from the cache`,
    `${formatNumber(cacheWritten)} written to it`,
  ];
  return `${of} Tokens sent: ${sent.join(', ')}. Tokens of the answer: ${formatNumber(output)}.`;
}
