/** What an answer says of its model and its tokens, in words. What the log does not say is not said. */
import { t } from '@vscode/l10n';
import { formatNumber, joinParts } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { LastAnswer } from '../core/transcript/lastAnswer.ts';

const longestModel = 60;

/** `claude-opus-5-5 · 18,592 tokens in context`: all that was sent for it. How much room is left, no log says. */
export function answerWords({ model, usage }: LastAnswer): string {
  const context = usage && usage.input + usage.cacheRead + usage.cacheWritten;
  return joinParts(
    toSingleLine(model, longestModel),
    context === undefined ? undefined : t('{0} tokens in context', formatNumber(context)),
  );
}

/** Where the words are from, and the numbers that are in the sum. */
export function answerDetail({ usage }: LastAnswer): string {
  const of = t('As the last answer in the log says.');
  if (usage === undefined) return of;
  const { input, cacheRead, cacheWritten, output } = usage;
  const tokens = t(
    'Tokens sent: {0} new, {1} read from the cache, {2} written to it. Tokens of the answer: {3}.',
    ...[input, cacheRead, cacheWritten, output].map(formatNumber),
  );
  return `${of} ${tokens}`;
}
