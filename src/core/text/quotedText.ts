import { toSingleLine } from './singleLine.ts';

/**
 * Text of a log as a quoted piece of a sentence that a model reads: one line without control, bidi or invisible characters,
 * cut at `max`, in quotation marks that nothing in it can close. The sentence around it has to say that it is data.
 */
export function quotedText(text: string, max = 80): string {
  return JSON.stringify(toSingleLine(text, max));
}
