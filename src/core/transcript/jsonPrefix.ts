/** A record read from the two ends of its line, for lines too long to parse for a page. */
import { parseJsonObject } from '../text/parseJson.ts';
import type { Json } from '../text/schema.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * What the head of a record's text says: the last string is cut where the text ends, open lists and objects are closed.
 * `undefined` when `head` is not the start of an object.
 */
export function parseHead(head: string): Json | undefined {
  const closers: string[] = [];
  let inString = false;
  // Where the text could end if its last, broken value were left out.
  let safe: { readonly length: number; readonly closers: readonly string[] } | undefined;
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
      continue;
    }
    if (code === quote) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      closers.push(code === 0x7b ? '}' : ']');
      if (closers.length > 64) break;
      safe = { length: at + 1, closers: closers.slice() };
    } else if (code === 0x7d || code === 0x5d) closers.pop();
    else if (code === 0x2c) safe = { length: at, closers: closers.slice() };
  }
  const ending = inString ? '"' : '';
  return (
    parseJsonObject(head.replace(inString ? /\\(?:u[0-9a-fA-F]{0,3})?$/ : /$^/, '') + ending + closing(closers)) ??
    (safe === undefined ? undefined : parseJsonObject(head.slice(0, safe.length) + closing(safe.closers)))
  );
}

/**
 * The fields at the end of a record's text that lie at its outermost level and are whole; `tail` ends with the record.
 */
export function parseTail(tail: string): Json | undefined {
  let inString = false;
  let depth = 0;
  let first = -1;
  for (let at = tail.trimEnd().length - 1; at >= 0; at--) {
    const code = tail.charCodeAt(at);
    if (code === quote && !isEscaped(tail, at)) inString = !inString;
    if (inString) continue;
    if (code === 0x7d || code === 0x5d) depth++;
    else if (code === 0x7b || code === 0x5b) depth--;
    else if (code === 0x2c && depth === 1) first = at;
  }
  return first < 0 ? undefined : parseJsonObject(`{${tail.slice(first + 1)}`);
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
}

function closing(closers: readonly string[]): string {
  return closers.slice().reverse().join('');
}
