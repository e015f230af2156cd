/** Braces and strings in the bytes of a line that may be no JSON. */

const quote = 0x22;
const backslash = 0x5c;
export const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Whether what stands between is nested deeper than so many levels; only what is long can be. */
export function isDeeper(line: Buffer, start: number, end: number, levels: number): boolean {
  if (end - start < 2 * levels) return false;
  let depth = 0;
  let deepest = 0;
  for (let at = start; at < end; at++) {
    const byte = line[at];
    if (byte === quote) {
      at = endOfString(line, at);
      if (at === -1) break;
    } else if (byte === openBrace || byte === openBracket) deepest = Math.max(deepest, ++depth);
    else if (byte === closeBrace || byte === closeBracket) depth--;
  }
  return deepest > levels;
}

/** Index after the brace that closes the object at `start`; `undefined` when none does. */
export function endOfObject(line: Buffer, start: number, end: number): number | undefined {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = line[at];
    if (byte === quote) {
      at = endOfString(line, at);
      if (at === -1) return undefined;
    } else if (byte === openBrace) depth++;
    else if (byte === closeBrace && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Where the string ends that begins at `start`; -1 when it does not. */
function endOfString(line: Buffer, start: number): number {
  let at = start;
  do at = line.indexOf(quote, at + 1);
  while (at !== -1 && isEscaped(line, at));
  return at;
}

function isEscaped(line: Buffer, at: number): boolean {
  let from = at;
  while (line[from - 1] === backslash) from--;
  return (at - from) % 2 === 1;
}
