/** Which lines two texts have in common, after Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). */

/** More lines that differ than this are not aligned: time and memory grow with their square. */
const mostDifferent = 2000;

/** The lines of a text, each with the line feed that ends it. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/**
 * For each line of `after` the number of the line of `before` that it is, or -1 for a new one; of the longest common
 * sequence of lines. `undefined` where too many lines differ.
 */
export function keptLines(before: readonly string[], after: readonly string[]): Int32Array | undefined {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const kept = new Int32Array(after.length).fill(-1);
  for (let at = 0; at < start; at++) kept[at] = at;
  for (let at = 1; at <= end; at++) kept[after.length - at] = before.length - at;
  const pairs = commonLines(before.slice(start, before.length - end), after.slice(start, after.length - end));
  for (const [old, now] of pairs ?? []) kept[start + now] = start + old;
  return pairs && kept;
}

/** Pairs of line numbers, from the last to the first. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] | undefined {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(mostDifferent, a.length + b.length);
  /** Of each diagonal `x - y`, shifted to be no less than 0, the farthest x. */
  const farthest = new Int32Array(2 * most + 3);
  const steps: Int32Array[] = [];
  const comesDown = (x: Int32Array, k: number, d: number, middle: number): boolean =>
    k === -d || (k !== d && (x[middle + k - 1] ?? 0) < (x[middle + k + 1] ?? 0));
  const middle = most + 1;
  for (let d = 0; d <= most; d++) {
    steps.push(farthest.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      let x = comesDown(farthest, k, d, middle) ? (farthest[middle + k + 1] ?? 0) : (farthest[middle + k - 1] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      farthest[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return walkedBack(steps, a.length, b.length, comesDown);
    }
  }
  return undefined;
}

function walkedBack(
  steps: readonly Int32Array[],
  fromX: number,
  fromY: number,
  comesDown: (x: Int32Array, k: number, d: number, middle: number) => boolean,
): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [fromX, fromY];
  for (let d = steps.length - 1; d >= 0; d--) {
    const before = steps[d] ?? new Int32Array();
    const middle = d + 1;
    const k = comesDown(before, x - y, d, middle) ? x - y + 1 : x - y - 1;
    const fromK = d === 0 ? 0 : (before[middle + k] ?? 0);
    const fromLine = d === 0 ? 0 : fromK - k;
    while (x > fromK && y > fromLine) pairs.push([--x, --y]);
    [x, y] = [fromK, fromLine];
  }
  return pairs;
}
