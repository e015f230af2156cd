/** The part of a text around what was found in it, on one line. */
import { toSingleLine } from '../text/singleLine.ts';

/** A text that is looked for, whatever its case. */
export class SearchedText {
  readonly text: string;
  readonly #pattern: RegExp;

  constructor(text: string) {
    this.text = text;
    this.#pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'i');
  }

  /** `undefined` when the text is not in it. */
  snippetOf(text: string): Snippet | undefined {
    const found = this.#pattern.exec(text);
    if (found === null) return undefined;
    const end = found.index + found[0].length;
    const start = Math.max(0, found.index - charactersBefore);
    const before = singleLinePart(text.slice(start, found.index));
    const match = singleLinePart(found[0].slice(0, longestMatch));
    const behind = singleLinePart(text.slice(end, end + charactersBehind));
    const head = start === 0 ? before.trimStart() : `…${before}`;
    const tail = end + charactersBehind >= text.length ? behind.trimEnd() : `${behind}…`;
    return { text: head + match + tail, start: head.length, end: head.length + match.length };
  }
}

export interface Snippet {
  /** Without control, bidi or invisible characters. Hostile all the same. */
  readonly text: string;
  /** Where in it the searched text stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const charactersBefore = 40;
const charactersBehind = 120;
const longestMatch = 200;

/** Blanks at its ends stay, as they stand between it and its neighbours. */
function singleLinePart(text: string): string {
  const whole = text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return toSingleLine(`|${whole}|`, 1000).slice(1, -1);
}
