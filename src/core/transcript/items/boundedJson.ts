/**
 * Indented JSON of at most about `max` characters, written without recursion beyond `depth` levels:
 * `JSON.stringify` overflows the stack at some 5,000 levels, and a hostile record has more.
 */
export function boundedJson(value: unknown, max: number, depth = 40): string {
  const parts: string[] = [];
  let left = max;
  const put = (text: string): void => {
    parts.push(text);
    left -= text.length;
  };
  const write = (node: unknown, level: number): void => {
    if (left <= 0) return;
    if (typeof node === 'string') return put(JSON.stringify(node.length > left ? `${node.slice(0, left)}…` : node));
    if (typeof node !== 'object' || node === null) return put(String(node));
    const entries: readonly (readonly [string | undefined, unknown])[] = Array.isArray(node)
      ? node.map((entry: unknown) => [undefined, entry] as const)
      : Object.entries(node);
    const [open, close] = Array.isArray(node) ? ['[', ']'] : ['{', '}'];
    if (entries.length === 0 || level >= depth) return put(entries.length === 0 ? open + close : `${open}…${close}`);
    put(open);
    const indent = '  '.repeat(level + 1);
    for (const [index, [name, entry]] of entries.entries()) {
      if (left <= 0) {
        put('…');
        break;
      }
      put(`${index === 0 ? '' : ','}\n${indent}${name === undefined ? '' : `${JSON.stringify(name)}: `}`);
      write(entry, level + 1);
    }
    put(`\n${'  '.repeat(level)}${close}`);
  };
  write(value, 0);
  return parts.join('');
}
