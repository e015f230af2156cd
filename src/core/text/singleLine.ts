/** Text from logs, made safe for one line of a terminal, a label or a message. */
import { lazyRegExp } from './lazyRegExp.ts';

const unsafeRanges = [
  '\\u0000-\\u001f\\u007f-\\u009f', // C0, DEL, C1
  '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f', // direction and invisible operators
  '\\u200b-\\u200d\\u2028\\u2029\\ufeff', // zero width, line separators
  '\\ufe00-\\ufe0f\\u{e0000}-\\u{e0fff}', // variation selectors, tags
  '\\ud800-\\udfff', // surrogates without their other half
];
const unsafe = new RegExp(unsafeRanges.map((range) => `[${range}]`).join('|'), 'gu');
/** CSI, then strings with an end (OSC, DCS and the like), then the other sequences of ECMA-48, each as a whole. */
const terminalSequence = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '\\u001b[ -/]*[0-OQ-WYZ\\\\`-~]',
  ].join('|'),
  'g',
);
/** Characters that are invisible, alone or in a row. */
const blank = lazyRegExp(String.raw`^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$`, 'u');
const emoji = lazyRegExp(String.raw`\p{Extended_Pictographic}$`, 'u');
let segmenter: Intl.Segmenter | undefined;

/**
 * One line without control, bidi or invisible characters: what a terminal obeys vanishes, white space becomes a blank,
 * everything else of that kind the visible mark U+FFFD. Joiners and selectors stay after an emoji. Cut at `max`
 * graphemes, with an ellipsis. Empty where nothing would be seen.
 */
export function toSingleLine(text: string, max = 200): string {
  return visible(text.slice(0, max * 16).replace(terminalSequence, ''), max);
}

/** The same for a path: what a terminal obeys leaves its marks, since a path without them is that of another file. */
export function toSingleLinePath(file: string, max = 200): string {
  return visible(file.slice(0, max * 16), max);
}

function visible(text: string, max: number): string {
  const cleaned = text
    .replace(/[\t\n\v\f\r\u2028\u2029 ]+/g, ' ')
    .trim()
    .replace(unsafe, (mark, at: number, whole: string) => (isOfEmoji(mark, at, whole) ? mark : '\ufffd'));
  // Most have a character of ASCII.
  const isBlank = !/[!-~]/.test(cleaned) && blank().test(cleaned);
  return isBlank ? '' : cut(cleaned, max);
}

function isOfEmoji(mark: string, at: number, whole: string): boolean {
  if (mark !== '\u200d' && mark !== '\ufe0f') return false;
  return emoji().test(whole.slice(Math.max(0, at - 3), at).replace('\ufe0f', ''));
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Each ASCII character is a grapheme of its own, and telling graphemes apart takes long.
  if (/^[\x20-\x7e]*$/.test(text.slice(0, max + 1))) return `${text.slice(0, max).trimEnd()}…`;
  // Tells graphemes apart. Made on first use: it loads the segmentation rules.
  segmenter ??= new Intl.Segmenter('en');
  let count = 0;
  for (const { index } of segmenter.segment(text)) {
    if (count++ === max) return `${text.slice(0, index).trimEnd()}…`;
  }
  return text;
}
