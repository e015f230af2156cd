/** Regular expressions that are made when they are first used. */

/**
 * One with classes of Unicode, as `\p{L}`. A literal is checked with the file that has it, at each start: a tenth of a
 * millisecond for each class (Node 20).
 */
export function lazyRegExp(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(source, flags));
}
