/** Answers for a language model: text of logs quoted, and of a list as much as is read at a glance. */
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';

/** Fields that are paths, which are longer than other text. */
const paths: ReadonlySet<string> = new Set(['path', 'file', 'cwd', 'toplevel', 'paths', 'unread']);

/** `value` with each text cut, on one line, without control characters: it may be of a log, and a model reads it. */
export function quoted(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return paths.has(key) ? toSingleLinePath(value, 400) : toSingleLine(value, 80);
  if (Array.isArray(value)) return value.map((one) => quoted(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, quoted(field, name)]));
}

/** Only these fields of an element; all where none is named. */
export function withFields<T extends object>(element: T, fields: readonly string[] | undefined): Partial<T> {
  if (fields === undefined) return element;
  return Object.fromEntries(Object.entries(element).filter(([name]) => fields.includes(name))) as Partial<T>;
}

/** A list has this many bytes in one answer, unless its first element alone has more. */
const pageBytes = 1400;
/** What stands beside a list has room for this many; more are taken from the list. */
const bytesBeside = 500;

export interface Page {
  readonly elements: readonly object[];
  readonly next?: string;
}

/** The elements from `offset` on that one answer has room for; `beside`: what else is in it. */
export function pageOf(
  all: readonly object[],
  { offset, fields }: { readonly offset: number; readonly fields?: readonly string[] | undefined },
  beside: object = {},
): Page {
  let bytes = Math.max(0, JSON.stringify(quoted(beside)).length - bytesBeside);
  const elements: object[] = [];
  for (const one of all.slice(offset)) {
    const element = withFields(one, fields);
    bytes += JSON.stringify(quoted(element)).length;
    if (bytes > pageBytes && elements.length > 0) break;
    elements.push(element);
  }
  const until = offset + elements.length;
  return until < all.length ? { elements, next: `offset: ${until}` } : { elements };
}
