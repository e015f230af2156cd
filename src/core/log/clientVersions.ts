/** Which versions of Claude Code wrote a log, read from its two ends on demand: only diagnostics ask. */
import * as fs from 'node:fs';
import { openRegularFile, readAt } from '../disk/openRegularFile.ts';
import { parseJsonObject } from '../text/parseJson.ts';

const endLength = 32 * 1024;
/** As clients have written it up to now. Anything else in its place is left out: it is shown to others. */
const versionGrammar = /^\d{1,4}\.\d{1,4}\.\d{1,6}(?:-[a-z]{1,10}(?:\.\d{1,6}){0,2})?$/;

/** The versions that the first and the last entry with one name: none, one or two. Never throws. */
export function clientVersions(path: string): ReadonlySet<string> {
  const versions = new Set<string>();
  const file = openRegularFile(path);
  if (file.state !== 'open') return versions;
  const { fd, stats } = file;
  try {
    const from = Math.max(0, stats.size - endLength);
    const start = readAt(fd, 0, Math.min(endLength, stats.size));
    const end = from === 0 ? start : readAt(fd, from, endLength);
    for (const lines of [linesOf(start), linesOf(end).reverse()]) {
      const version = firstVersion(lines);
      if (version !== undefined) versions.add(version);
    }
  } catch {
    // Not readable to its end: what was found holds.
  } finally {
    fs.closeSync(fd);
  }
  return versions;
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\n');
}

/** A line that is cut is no JSON, and is passed over. */
function firstVersion(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const version = line.includes('"version"') ? parseJsonObject(line)?.version : undefined;
    if (typeof version === 'string' && versionGrammar.test(version)) return version;
  }
  return undefined;
}
