/** Text from logs, made safe for one line of a terminal, a label or a message. */

// C0, DEL, C1, bidi controls, zero-width and line separators, variation selectors, tags, lone surrogates.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
const emoji = /\p{Extended_Pictographic}/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * One line without control, bidi or invisible characters: white space becomes a blank, the rest the visible mark `␣`-like `\ufffd`.
 * Joiners and emoji selectors stay between emoji. Cut at `max` graphemes, with an ellipsis.
 */
export function toSingleLine(text: string, max = 200): string {
  const cleaned = text
    .slice(0, max * 16)
    .replace(/[\t\n\v\f\r\u2028\u2029 ]+/g, ' ')
    .trim()
    .replace(unsafe, (mark, at: number, whole: string) =>
      (mark === '\u200d' || mark === '\ufe0f') && emoji.test(previousCharacter(whole, at)) ? mark : '\ufffd',
    );
  return cut(cleaned, max);
}

function previousCharacter(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 3), at);
  return [...before.replace(/[\ufe0f\u200d]$/, '')].at(-1) ?? '';
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count++ === max) return `${text.slice(0, index).trimEnd()}…`;
  }
  return text;
}
