/** An edit seen as lines: what both texts start and end with, and what lies between. */
export interface LineChange {
  readonly head: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly tail: readonly string[];
}

export function lineChange(before: string, after: string): LineChange {
  const old = splitLines(before);
  const now = splitLines(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return {
    head: old.slice(0, head),
    removed: old.slice(head, old.length - tail),
    added: now.slice(head, now.length - tail),
    tail: old.slice(old.length - tail),
  };
}

/** The lines of a text; a line feed at its end starts no further one. */
export function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
