/** Paths that tool calls name, compared as the system that wrote them compares paths. No disk is looked at. */
import * as path from 'node:path';
import { rulesOf } from '../disk/otherSystem.ts';

/** PATH_MAX of Linux is 4,096, the longest path of Windows 32,767: a longer one was never written to. */
const longestPath = 32_767;

/**
 * The target of a call, absolute and without `.` and `..`. A relative one is below the entry's working directory.
 * `undefined` for what no system can have as a path.
 */
export function targetPath(logged: string, cwd: string | undefined): string | undefined {
  if (logged === '' || logged.length > longestPath || logged.includes('\0')) return undefined;
  const rules = rulesOf(logged);
  if (rules.isAbsolute(logged)) return withoutLastSeparator(rules.normalize(logged), rules);
  if (cwd === undefined || cwd.includes('\0') || cwd.length > longestPath) return undefined;
  const place = rulesOf(cwd);
  return place.isAbsolute(cwd) ? withoutLastSeparator(place.join(cwd, logged), place) : undefined;
}

/**
 * What two spellings of one path have in common: Windows takes upper and lower case, and both slashes, for the same;
 * macOS an accent composed with its letter or apart. Whether macOS takes upper and lower case for the same, its disks
 * alone say.
 */
export function pathKey(target: string, platform: NodeJS.Platform = process.platform): string {
  if (rulesOf(target) === path.win32) return target.replaceAll('/', '\\').toLowerCase();
  return platform === 'darwin' ? target.normalize('NFC') : target;
}

function withoutLastSeparator(file: string, rules: path.PlatformPath): string {
  return file.length > rules.parse(file).root.length && file.endsWith(rules.sep) ? file.slice(0, -1) : file;
}
