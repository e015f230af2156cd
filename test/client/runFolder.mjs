/** What a run of a client left behind. */
import { existsSync, readFileSync } from 'node:fs';

/** The lines of a file that are JSON; none where there is no such file. */
export function jsonLines(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/** Whether a version, as `2.1.240`, is that one or a later one. */
export function isAtLeast(version, other) {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at === -1 || a[at] > b[at];
}
