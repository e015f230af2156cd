/**
 * The bytes to look for in place of a text, before a line is parsed. They find every line that has the text, but for
 * one in which a writer escaped ASCII that needs no escape (`\/`), which no client does.
 */
import { memory } from './finderMemory.ts';

/** Bytes that stand in every line that may have the text: `(byte | mask) === bytes[i]` for each. */
export interface Needle {
  readonly bytes: Buffer;
  readonly masks: Buffer;
}

/** A character that takes up to six bytes in JSON, and an escaped one of another case as many. */
const longestRun = Math.floor(memory.needleSize / 12);

/**
 * The needles of a text: its longest run of characters whose two cases take equally many bytes. None where it has no
 * such run; then every line must be looked at. `json`: as `JSON.stringify` writes strings, and beyond ASCII also as
 * `\uXXXX`, which other writers use.
 */
export function needlesOf(text: string, kind: 'json' | 'text'): Needle[] {
  const run = longest(text);
  if (run === '') return [];
  const [lower, upper] = [run.toLowerCase(), run.toUpperCase()];
  if (kind === 'text') return [needle(lower, upper)];
  const plain = [lower, upper].map((one) => JSON.stringify(one).slice(1, -1)) as [string, string];
  const escaped = plain.map(escapeBeyondAscii) as [string, string];
  return plain[0] === escaped[0] ? [needle(...plain)] : [needle(...plain), needle(...escaped)];
}

function longest(text: string): string {
  let best = '';
  let run = '';
  for (const character of text) {
    run = isSimple(character) && run.length < longestRun ? run + character : '';
    if (run.length > best.length) best = run;
  }
  return best;
}

/** Whether a character has at most two forms, of equally many bytes, and reaches a reader of the log as it stands. */
function isSimple(character: string): boolean {
  if (/[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffd]/.test(character)) return character.length === 2;
  if (character > '\x7f' && (formsOfUpper().get(character.toUpperCase()) ?? 0) > 2) return false;
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return lower.length === upper.length && Buffer.byteLength(lower) === Buffer.byteLength(upper);
}

let forms: Map<string, number> | undefined;

/** How many characters an expression without regard to case takes for one, by their upper case: of a sigma three. */
function formsOfUpper(): ReadonlyMap<string, number> {
  if (forms !== undefined) return forms;
  forms = new Map();
  for (let unit = 0x80; unit <= 0xffff; unit++) {
    const upper = String.fromCharCode(unit).toUpperCase();
    forms.set(upper, (forms.get(upper) ?? 0) + 1);
  }
  return forms;
}

function escapeBeyondAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Where the two cases of a byte differ, and for letters, which may be hex digits, either case fits. */
function needle(lower: string, upper: string): Needle {
  const [low, up] = [Buffer.from(lower), Buffer.from(upper)];
  const masks = low.map((byte, at) => (byte ^ (up[at] ?? byte)) | (isLetter(byte) || isLetter(up[at] ?? 0) ? 0x20 : 0));
  return { bytes: Buffer.from(low.map((byte, at) => byte | (masks[at] ?? 0))), masks: Buffer.from(masks) };
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
