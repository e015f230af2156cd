/** Text of several lines from a log, made safe to show: what cannot be seen becomes a visible mark. */
import { lazyRegExp } from './lazyRegExp.ts';

/** Text as it is shown, and how many UTF-16 units of the record's text were cut off. */
export interface CutText {
  readonly text: string;
  readonly more?: number;
}

const colour = /\u001b\[[0-9;:]*m/g;
const lineEnd = /\r\n?|[\u2028\u2029\u0085]/g;
// C0 without TAB and LF, DEL, C1, bidi controls, zero-width characters, variation selectors, tags, lone surrogates.
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|[\ufe00-\ufe0f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
const emoji = lazyRegExp(String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]$`, 'u');
const keycap = /[0-9#*]$/;
// Joiners are spelling in Arabic and Indic scripts.
const joining = /[\u0590-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc]$/;

/**
 * Several lines without control, bidi or invisible characters; TAB and LF stay, every other line end becomes LF.
 * Colour sequences of terminals vanish; other C0 characters become their control picture (`␛`), the rest `\ufffd`.
 */
export function toVisibleText(text: string): string {
  return text
    .replace(colour, '')
    .replace(lineEnd, '\n')
    .replace(unsafe, (mark, at: number, whole: string) => substitute(mark, whole, at));
}

function substitute(mark: string, whole: string, at: number): string {
  const code = mark.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const before = whole.slice(Math.max(0, at - 3), at);
  if (mark === '\ufe0f') return emoji().test(before) || keycap.test(before) ? mark : '\ufffd';
  if (mark === '\u200d') return emoji().test(before.replace('\ufe0f', '')) || joining.test(before) ? mark : '\ufffd';
  if (mark === '\u200c') return joining.test(before) ? mark : '\ufffd';
  return '\ufffd';
}

/** The first `max` UTF-16 units of `text` as visible text, or all of it where little more is left. */
export function cutText(text: string, max: number): CutText {
  // A rest of less than a fifth is not worth a click.
  if (text.length <= max * 1.2) return { text: toVisibleText(text) };
  const kept = text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  return { text: toVisibleText(kept), more: text.length - kept.length };
}
